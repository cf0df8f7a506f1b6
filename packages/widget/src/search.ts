/** Search of messages, for building other views: apart from the other parts, which come with the first message. */
export { roomLink } from './late/room-link.js';
export { searchIcon, searchWords } from './late/search.js';
export { SearchView } from './late/search-view.js';
