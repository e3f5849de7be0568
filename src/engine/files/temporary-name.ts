/** A temporary file's name: nobody gave it, and it says whose process it is. */
export const TEMPORARY_NAME = /^\.bidseal-(\d+)-[0-9a-f]{16}\.tmp$/
