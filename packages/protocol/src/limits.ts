/** Every number both sides must agree on. The unit is in the name. */
export const limits = {
  /** UTF-8 bytes of one message text. */
  maxTextBytes: 16_384,
  /** Bytes of one frame; stays well above the text limit so that a long text gets a refusal and not a cut connection. */
  maxFrameBytes: 131_072,
  maxTitleChars: 120,
  maxPurposeChars: 500,
  maxReasonChars: 500,
  /** Topics of one room. */
  maxTopics: 10,
  maxTopicChars: 40,
  /** Attributes a room may be bound to, and of one person that count. */
  maxAttributes: 20,
  /** Rooms in one answer to `rooms.find`. */
  maxRoomsFound: 50,
  maxWaves: 20,
  maxWaveTitleChars: 60,
  /** Characters of the address of a page. */
  maxPageChars: 500,
  maxPersonIdChars: 128,
  maxPersonNameChars: 80,
  /** People who can be let into one room by name. */
  maxMembers: 500,
  /** How many times one message may be edited. */
  maxEdits: 100,
  /** Different emoji people react with to one message, and people and emoji together. */
  maxReactionKinds: 20,
  maxReactions: 500,
  /** UTF-16 units of one emoji: a family or a flag is one, of many. */
  maxEmojiChars: 40,
  /** People one message may call. */
  maxCalled: 2_000,
  /** People in one answer to `people.find`. */
  maxFound: 20,
  /** People in one `people.keep`. */
  maxKept: 500,
  /** Messages in one answer to `calls.read`. */
  maxCalls: 50,
  /** People who can come by one link. */
  maxGuestsPerLink: 50,
  /** Links of one room that end with a question and have not. */
  maxQuestionLinks: 50,
  /** How long a link for guests may last. */
  maxLinkMs: 30 * 86_400_000,
  /** People who can say that they have the same question. */
  maxAffected: 2_000,
  /** Questions in one answer to `question.suggest`. */
  maxSuggestions: 5,
  /** Questions in one answer to `questions.mine`. */
  maxMine: 50,
  /** How long a look at a question counts that is not told again. */
  lookLastsMs: 60_000,
  /** The last millisecond a problem may begin or end at: the end of the year 9999. */
  maxAt: 253_402_300_799_999,
  /** Problems of one room that are not over. */
  maxProblems: 20,
  /** How long a room that was deleted can be taken back. */
  recoverMs: 30 * 86_400_000,
  /** Rooms in one answer to `rooms.deleted`. */
  maxDeletedPerRead: 200,
  /** Messages that are pinned in one room. */
  maxPins: 10,
  /** Things to do on the checklist of one room. */
  maxChecklistItems: 30,
  maxChecklistItemChars: 140,
  /** Templates, and views of one person. */
  maxShelf: 100,
  /** Of all of them together, as JSON. */
  maxShelfBytes: 262_144,
  maxShelfTitleChars: 80,
  maxCannedTitleChars: 80,
  /** Canned replies of one person, of one room, and for everybody. */
  maxCanned: 500,
  /** Canned replies in one answer to `canned.list`. */
  maxCannedPerRead: 100,
  /** Events in one answer to `room.read` or `room.join`. */
  maxEventsPerRead: 500,
  /** Messages in one answer to `room.page`. */
  maxMessagesPerPage: 100,
  /** Messages in the window a first `room.join` answers with. */
  windowMessages: 50,
  /** Rooms one connection may be in at a time. */
  maxRoomsPerConnection: 100,
  /** People in one answer to `room.roster`. */
  maxRosterPeople: 500,
  /** How long a device counts as touched. */
  activeMs: 300_000,
  /** Questions in one answer to `queue.read`. */
  maxQuestionsPerRead: 200,
  /** Events a reader holds back while it waits for the ones before them. */
  maxHeldEvents: 1_000,
  /** Unread messages are counted up to here; show the number with a plus sign when it is reached. */
  maxUnreadCounted: 100,
  /** A typing signal is forgotten after this long unless it is renewed. */
  typingLastsMs: 6_000,
  /** How often the server tells a connection the heads of its rooms. */
  beaconMs: 15_000,
  pingIntervalMs: 10_000,
  pingTimeoutMs: 5_000,
} as const;

/** Length of a text in UTF-8 bytes, the unit of `maxTextBytes`. A lone surrogate counts as the 3 bytes of U+FFFD. */
export function textBytes(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
