/** Lifetimes and limits of pairing, channel and relay: one table. Times in milliseconds, sizes in bytes. */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const KIB = 1024

export const POLICY = {
  qr: {
    /** How long a code is shown. */
    fresh: 30 * SECOND,
    /** How long it is still answered after the next one is shown. */
    grace: 30 * SECOND,
    /** How many codes are shown before somebody must ask for another. */
    rotations: 10,
  },
  /** How long each kind of message is worth delivering. */
  lifetime: { handshake: MINUTE, request: 5 * MINUTE, end: 24 * HOUR },
  session: {
    /** From WELCOME to the end, whatever happens. */
    absolute: 30 * MINUTE,
    /** Without a message from the phone. */
    idle: 10 * MINUTE,
  },
  message: {
    /** Plaintexts are padded to a multiple of this. */
    padding: 256,
    /** Largest piece of a message in one frame. */
    fragment: 60 * KIB,
    /** Largest message; all of its frames fit the relay's store. */
    limit: 480 * KIB,
    /** How far behind the newest one a sequence number may be. */
    window: 64,
  },
  link: {
    firstRetry: SECOND,
    factor: 1.5,
    /** Each wait is varied by up to this share of itself. */
    jitter: 0.2,
    longestRetry: 30 * SECOND,
    pingEvery: 20 * SECOND,
    pongWithin: 10 * SECOND,
    /** From connecting to the relay's first word. */
    openWithin: 10 * SECOND,
    /** How long a closed link still tries to hand in what it has promised to send. */
    linger: 10 * SECOND,
    /** How often a phone asks again for a room that is not there yet. */
    earlyTries: 2,
    /** A room that could not be joined for so long is given up. */
    giveUp: 20 * SECOND,
    /** Puts that the relay has not confirmed yet; more wait. */
    unconfirmed: 16,
  },
  /** Both sides acknowledge so many messages at once, or fewer after a moment. */
  acknowledge: { every: 8, within: 20 },
  relay: {
    frame: 64 * KIB,
    control: KIB,
    /** Kept for a peer that is away, per direction. */
    storedMessages: 32,
    storedBytes: 512 * KIB,
    /** A room nobody is in is kept this long. */
    emptyRoom: 5 * MINUTE,
    /** A connection must open a room within this time. */
    openWithin: 10 * SECOND,
    /** Without a frame or ping from it, a connection is closed. */
    silence: 45 * SECOND,
    /** The next five are per address. */
    opensPerMinute: 10,
    rooms: 20,
    messagesPerSecond: 20,
    messageBurst: 60,
    /** Connections of one address that have not opened a room yet. */
    unopened: 40,
    /** Of all addresses together. */
    totalRooms: 20_000,
    totalBytes: 256 * KIB * KIB,
  },
} as const
