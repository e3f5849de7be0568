/** Lint: what the type checker cannot see, and the rules of the house that a machine can check. */
import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import tseslint from 'typescript-eslint'

const TESTS = ['**/*.test.ts', '**/*.test.tsx', 'tests/**']

/** Casts and syntax that nobody needs here. */
const SYNTAX = [
  {
    selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
    message: 'A cast through unknown hides a mistake: parse the value instead.',
  },
  { selector: 'TSEnumDeclaration', message: 'Use `as const` and a union.' },
  {
    selector: 'FunctionDeclaration[generator=false]:not([returnType.typeAnnotation.asserts=true])',
    message: 'Functions are `const` arrow functions.',
  },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that holds the thing.' },
]

const CLOCK = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'The clock is a parameter.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'The clock is a parameter.' },
]

/** What the pure rooms get as parameters instead. */
const IMPURE_GLOBALS = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'BroadcastChannel',
  'indexedDB',
  'caches',
  'navigator',
  'location',
  'self',
  'setTimeout',
  'setInterval',
  'clearTimeout',
  'clearInterval',
  'queueMicrotask',
  'performance',
  'console',
]

const IMPURE_PROPERTIES = [
  { object: 'Date', property: 'now', message: 'The clock is a parameter.' },
  { object: 'Math', property: 'random', message: 'Randomness is a parameter.' },
  { object: 'crypto', property: 'getRandomValues', message: 'Randomness is a parameter.' },
  { object: 'crypto', property: 'randomUUID', message: 'Randomness is a parameter.' },
]

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'coverage/', 'playwright-report/', 'test-results/', 'data/', 'src/api/paths.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  js.configs.recommended,
  {
    rules: {
      'object-shorthand': 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...SYNTAX],
      eqeqeq: ['error', 'always'],
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/await-thenable': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/core/**/*.ts', 'src/phone/agent/**/*.ts'],
    ignores: TESTS,
    rules: {
      'no-restricted-globals': [
        'error',
        ...IMPURE_GLOBALS.map((name) => ({ name, message: 'This is a parameter here.' })),
      ],
      'no-restricted-properties': ['error', ...IMPURE_PROPERTIES],
      'no-restricted-syntax': ['error', ...SYNTAX, ...CLOCK],
    },
  },
  {
    files: [
      'src/renderer/**/*.{ts,tsx}',
      'src/phone/page/**/*.{ts,tsx}',
      'server/admin/page/**/*.{ts,tsx}',
      'resources/**/*.{ts,tsx}',
    ],
    extends: [reactHooks.configs.flat.recommended],
  },
  { files: TESTS, rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] } },
  { files: ['**/*.mjs', '**/*.js', '**/*.cjs'], languageOptions: { globals: globals.node } },
  { files: ['scripts/**', 'src/cli/**', 'tests/bench/**', 'tests/support/**'], rules: { 'no-console': 'off' } },
)
