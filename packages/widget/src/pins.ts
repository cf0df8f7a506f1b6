/** What is pinned, for building other views: apart from the other parts, which come with the first message. */
export { PinBoard } from './late/pin-board.js';
export { pinIcon } from './late/pin-icon.js';
