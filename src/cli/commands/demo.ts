import type { Command } from 'commander'
import type { Perform } from '../perform.ts'
export const addDemo = (_program: Command, _perform: Perform): void => undefined
