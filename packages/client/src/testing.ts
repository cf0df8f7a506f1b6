/** For tests of what is built on the client: a room server in memory, a clock that is turned by hand, and a page. */
export { createTestClock, settle } from './testing/test-clock.js';
export type { TestClock } from './testing/test-clock.js';
export { createTestLocks } from './testing/test-locks.js';
export { createTestPage } from './testing/test-page.js';
export type { TestPage } from './testing/test-page.js';
export { createTestServer } from './testing/test-server.js';
export type { TestMessage, TestServer, TestServerOptions } from './testing/test-server.js';
export { createTestStorage } from './testing/test-storage.js';
export type { TestStorage } from './testing/test-storage.js';
export { createTestToken } from './testing/test-token.js';
