import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { CHEAP } from '#tests/support/server'
import { ownBytes } from '#core/bytes/bytes'
import { createPasswords } from './password.ts'

const random = (length: number) => ownBytes(randomBytes(length))

test('a password costs 64 MiB and three passes, whoever asks cheaply', async () => {
  const hash = await createPasswords(random).hash('correct horse')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
  expect(await createPasswords(random, CHEAP).check('correct horse', hash)).toBe(true)
  expect(await createPasswords(random, CHEAP).check('correct house', hash)).toBe(false)
})

test('another spelling of the same letters is the same password', async () => {
  const passwords = createPasswords(random, CHEAP)
  expect(await passwords.check('cafe\u0301', await passwords.hash('caf\u00e9'))).toBe(true)
})

test.each([null, '', 'plain', '$argon2id$v=19$m=64,t=1,p=1$short$short'])(
  'nothing opens what is kept as %j',
  async (kept) => {
    expect(await createPasswords(random, CHEAP).check(kept ?? '', kept)).toBe(false)
  },
)
