/** Who may import whom. Every room lists all that it may use; anything else fails. */

const TEST_FILE = '\\.test\\.tsx?$'
/** What Vite bundles. */
const PAGES = ['^src/(renderer|phone/page)/', '^server/admin/page/']
const REACT = 'react|react-dom|react-i18next|i18next|zustand|uqr|zxing-wasm|@fontsource-variable/[^/]+'
const PURE =
  '@hpke/[^/]+|@noble/[^/]+|@peculiar/[^/]+|asn1js|pkijs|pvtsutils|pvutils|reflect-metadata|fflate|fast-png|jpeg-js|@msgpack/msgpack|hash-wasm|zod|uqr'
const SQL = 'kysely|better-sqlite3|pg'
/** An import that Vite answers with the file's address. */
const VITE_ADDRESS = '\\?url$'

/** A library, as it lies on the disk. */
const library = (names) => `^node_modules/(@types/)?(${names})/`

/** A room with the list of all that its product code may import. */
const room = (name, path, allowed, options = {}) => ({
  name,
  severity: 'error',
  comment: options.comment ?? 'design of the house: who may import whom',
  from: { path, pathNot: TEST_FILE },
  to: { pathNot: [path, ...allowed], ...(options.node ? { dependencyTypesNot: ['core'] } : {}) },
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: VITE_ADDRESS } },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: ['^tests/', TEST_FILE] },
      to: { path: ['^tests/', TEST_FILE] },
    },
    {
      name: 'listed-dependencies-only',
      severity: 'error',
      comment: 'a library that is used stands in package.json',
      from: { path: '^(src|server|resources|scripts|tests)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'product-runs-without-dev-dependencies',
      severity: 'error',
      comment: 'pages are bundled; electron is the host itself',
      from: { path: '^(src|server)/', pathNot: [TEST_FILE, ...PAGES] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: library('electron') },
    },
    {
      name: 'sql-stays-in-the-store',
      severity: 'error',
      from: { path: '^(src|server)/', pathNot: ['^server/store/', TEST_FILE] },
      to: { path: library(SQL) },
    },
    {
      name: 'electron-stays-in-the-shell',
      severity: 'error',
      from: { path: '^(src|server)/', pathNot: '^src/(main|preload)/' },
      to: { path: library('electron') },
    },

    room('resources', '^resources/', [library('react|react-i18next|i18next')]),
    {
      name: 'kit-is-for-pages',
      severity: 'error',
      from: { pathNot: ['^resources/', ...PAGES] },
      to: { path: '^resources/kit/' },
    },
    room('core', '^src/core/', [library(PURE)]),
    room('ipc', '^src/ipc/', ['^src/core/', library('zod|@msgpack/msgpack')]),
    room(
      'engine',
      '^src/engine/',
      ['^src/(core|ipc)/', '^(src/locales|resources)/', library(`${PURE}|@embedpdf/pdfium|ws`)],
      { node: true },
    ),
    room(
      'cli',
      '^src/cli/',
      ['^src/(engine|core)/', '^src/(ipc|locales|phone/agent)/', '^resources/', library('commander|zod|ws')],
      {
        node: true,
        comment: 'phone/agent: `bidseal demo` plays the phone as well',
      },
    ),
    room(
      'main',
      '^src/main/',
      ['^src/(ipc|locales)/', '^src/core/errors\\.ts$', '^resources/', library('electron|zod')],
      { node: true },
    ),
    room('preload', '^src/preload/', ['^src/ipc/', library('electron')]),
    room('renderer', '^src/renderer/', [
      '^src/(ipc|core|locales)/',
      '^resources/',
      library(`${REACT}|@msgpack/msgpack`),
    ]),
    {
      name: 'renderer-takes-types-from-core',
      severity: 'error',
      comment: 'the error class is the one value that windows need',
      from: { path: '^src/renderer/', pathNot: TEST_FILE },
      to: { path: '^src/core/', pathNot: '^src/core/errors\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    room('api', '^src/api/', [library('openapi-fetch')]),
    room('phone-agent', '^src/phone/agent/', ['^src/core/', '^src/api/paths\\.ts$', library(PURE)]),
    {
      name: 'phone-agent-takes-types-from-api',
      severity: 'error',
      from: { path: '^src/phone/agent/' },
      to: { path: '^src/api/', dependencyTypesNot: ['type-only'] },
    },
    room('phone-page', '^src/phone/page/', [
      '^src/phone/agent/',
      '^src/(core|locales)/',
      '^resources/',
      `^zxing-wasm/.*${VITE_ADDRESS}`,
      library(`${REACT}|zod`),
    ]),
    room('locales', '^src/locales/', []),

    room(
      'relay',
      '^server/relay/',
      ['^src/core/(pairing|bytes)/', '^src/core/(errors|network)\\.ts$', library('ws|zod')],
      {
        node: true,
        comment: 'the relay sees opaque bytes: never a certificate, a bid file or a PDF',
      },
    ),
    room(
      'ca',
      '^server/ca/',
      [
        '^src/core/(certificate|cms|bytes)/',
        '^src/core/errors\\.ts$',
        '^server/store/',
        '^resources/',
        library(
          `${PURE}|fastify|fastify-type-provider-zod|fontkit|@resvg/resvg-wasm|@fontsource-variable/[^/]+|pino|graphene-pk11`,
        ),
      ],
      { node: true },
    ),
    room('store', '^server/store/', ['^src/core/(bytes/|errors\\.ts$)', library(SQL)], { node: true }),
    room('outside', '^server/outside/', ['^src/core/(bytes/|errors\\.ts$)', library('zod')], { node: true }),
    room('sandbox', '^server/sandbox/', ['^resources/theme/', library('fastify|zod')], {
      node: true,
      comment: 'a stand-in that shared code with what it stands in for would share its mistakes',
    }),
    room(
      'access',
      '^server/access/',
      ['^src/core/(bytes|cms)/', '^src/core/errors\\.ts$', library('fastify|@fastify/cookie')],
      {
        node: true,
        comment: 'passwords, tokens, cookies: the same for people and officers',
      },
    ),
    room(
      'registration',
      '^server/registration/',
      [
        '^src/core/',
        '^server/(store|http|access|outside)/',
        '^resources/',
        library(
          `${PURE}|fastify|fastify-type-provider-zod|@fastify/[^/]+|@fontsource-variable/[^/]+|fontkit|sharp|pdf-lib|pino`,
        ),
      ],
      { node: true, comment: 'what it needs of an authority is handed to it' },
    ),
    room('admin-page', '^server/admin/page/', [
      '^server/admin/[^/]+\\.ts$',
      '^(src/(api|locales)|resources)/',
      `^@embedpdf/pdfium/.*${VITE_ADDRESS}`,
      library(`${REACT}|zod|@embedpdf/pdfium`),
    ]),
    {
      name: 'admin-page-takes-types-from-routes',
      severity: 'error',
      from: { path: '^server/admin/page/' },
      to: { path: '^server/admin/[^/]+\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-knows-no-client',
      severity: 'error',
      from: { path: '^server/', pathNot: TEST_FILE },
      to: { path: '^src/', pathNot: '^src/(core|locales|api)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
}
