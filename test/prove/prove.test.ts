import { testShortVersions } from './short-versions.js';

testShortVersions(1);
