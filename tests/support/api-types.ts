/** The types of the pages' client, as the description of a running server has them. */
import openapiTS, { astToString } from 'openapi-typescript'
import prettier from 'prettier'

const TITLE =
  '/** Made of the server’s description of its routes by tests/flows/api-types.test.ts; not to be edited. */\n'

export const apiTypes = async (document: string, path: string): Promise<string> => {
  const types = astToString(await openapiTS(document))
  const options = await prettier.resolveConfig(path)
  return prettier.format(TITLE + types, { ...options, filepath: path })
}
