import { describe, expect, it } from 'vitest'
import { contentPolicy, mediaType, pageFile } from './page.ts'

describe('the files of the page', () => {
  it.each([
    ['/', 'index.html'],
    ['/index.html', 'index.html'],
    ['/assets/main-D3x_9.js', 'assets/main-D3x_9.js'],
    ['/assets/seal.min.css', 'assets/seal.min.css'],
  ])('%s is %s', (path, file) => expect(pageFile(path)).toBe(file))

  it.each([
    '',
    '/..',
    '/../secret.pem',
    '/assets/../../x.js',
    '/%2e%2e/x.js',
    '/a\\b.js',
    '/.env',
    '/a//b.js',
    '/a',
    'x.js',
  ])('%j is none', (path) => expect(pageFile(path)).toBeNull())

  it('have a media type', () => {
    expect(mediaType('assets/a.js')).toBe('text/javascript; charset=utf-8')
    expect(mediaType('strange')).toBe('application/octet-stream')
  })
})

describe('the content policy', () => {
  it('allows no inline code, no eval and no other origin', () => {
    expect(contentPolicy()).not.toMatch(/unsafe|\*|https?:/)
    expect(contentPolicy('ws://127.0.0.1:7')).toContain("connect-src 'self' ws://127.0.0.1:7;")
  })
})
