/** For Vitest: has every store of a test file lie in the project's PostgreSQL. */
import { inject } from 'vitest'
import './postgres-setup.ts'
import { CLUSTER } from './database.ts'

process.env[CLUSTER] = inject('postgres')
