export { csvRow } from './csv.js';
export { audiences } from './events.js';
export type { Audience, EventDraft, EventTable, EventType, HiddenEvent, RoomEvent, StoredEvent } from './events.js';
export { erasedBody, excerptOf, filesOf } from './bodies.js';
export type { Body, BodyKind, BodyTable, PostedBody } from './bodies.js';
export { shelfNames } from './shelf.js';
export type { QueueView, RoomTemplate, ShelfFields, ShelfItem, ShelfName, ShelfTable } from './shelf.js';
export { cannedScopes } from './canned.js';
export type { CannedFields, CannedReply, CannedScope } from './canned.js';
export type {
  Archived,
  ChecklistItem,
  Deleted,
  Edited,
  FoundRoom,
  Lane,
  LastMessage,
  MemberDoc,
  MessageDoc,
  MessagePage,
  MessageVersion,
  Plan,
  PlannedWave,
  Reaction,
  Retracted,
  RoomDoc,
  Tombstone,
  Waiting,
  Waits,
  Wave,
} from './documents.js';
export {
  addOlder,
  affectedOf,
  emptyState,
  fold,
  foldMember,
  foldMessage,
  foldRoom,
  gapOf,
  memberOf,
  stateFrom,
  targetOf,
} from './fold.js';
export type { ReaderState } from './fold.js';
export { fileKinds, fileLimits, fileStates } from './files.js';
export type { AttachedFile, FileKind, FileState, Upload } from './files.js';
export { searchLimits } from './found-messages.js';
export type { FoundMessage, FoundMessages } from './found-messages.js';
export { frameNames } from './frames.js';
export type { FrameName, FrameTable, LobbyRow, Look, QueueRow, Signal } from './frames.js';
export { limits, textBytes } from './limits.js';
export type { GuestLink, GuestLinkState } from './guests.js';
export { calledBy, mentionGroups, mentionLimits, mentionSigns, objectionToMentions } from './mentions.js';
export type { Call, FoundPerson, Mention, MentionGroup } from './mentions.js';
export type { RoomNumbers } from './numbers.js';
export { attributePattern, isStaff, memberRoles, roles } from './people.js';
export type { MemberRole, Person, Role } from './people.js';
export type { Pin } from './pins.js';
export { nextStageAt, problemChanges, problemSeverities, problemSorts, stageOf, worstFirst } from './problems.js';
export type {
  ProblemChange,
  ProblemDoc,
  ProblemFacts,
  ProblemSeverity,
  ProblemSort,
  ProblemStage,
  ProblemState,
} from './problems.js';
export { compareInRoster, presenceIn, presenceOf, presences } from './presence.js';
export type { Device, Helper, Presence, Reach, Roster, RosterEntry } from './presence.js';
export { queueRowsOf } from './queue.js';
export { questionStates, ratings } from './questions.js';
export type {
  Inherited,
  Moved,
  MovedFrom,
  QuestionCounts,
  QuestionDoc,
  QuestionState,
  Rating,
  Suggestion,
} from './questions.js';
export { Refusal, isRetryable, refusalCodes } from './refusal.js';
export type { RefusalCode, RefusalShape } from './refusal.js';
export { isCommandName, isRequestName, requests } from './requests.js';
export type {
  Answer,
  Appended,
  CommandFields,
  CommandName,
  CommandTable,
  Here,
  JoinAnswer,
  InquiryName,
  InquiryTable,
  RequestAnswer,
  RequestInput,
  RequestName,
  Standing,
} from './requests.js';
export { wordsIn, withoutWords } from './words.js';
export { parseSearch, searchKinds, searchOperators } from './search-query.js';
export type { SearchDay, SearchKind, SearchOperator, SearchQuery, SearchTerm } from './search-query.js';
export {
  addressPattern,
  isRoomName,
  laneName,
  parseLaneName,
  privateNamePattern,
  roomKinds,
  roomNamePattern,
  roomStates,
} from './room-name.js';
export type { RoomKind, RoomState } from './room-name.js';
export type { LetIn, QuestionLink, Visitor } from './visitors.js';
