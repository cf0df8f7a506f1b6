/** The acceptance suite of storage engines: register it with `testStore` under node:test. Every engine passes all of it. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import { afterEach, describe } from 'node:test';
import { testAppends } from './contract/appends.js';
import { StoreFixture, type Engine } from './contract/fixture.js';
import { testCanned } from './contract/canned.js';
import { testErase } from './contract/erase.js';
import { testFiles } from './contract/files.js';
import { testLife } from './contract/life.js';
import { testMembers } from './contract/members.js';
import { testPeople } from './contract/people.js';
import { testProblems } from './contract/problems.js';
import { testQuestions } from './contract/questions.js';
import { testReads } from './contract/reads.js';
import { testRetractions } from './contract/retractions.js';

export { checkDocuments } from './contract/made-up-history.js';
export type { Engine };

/** Registers the suite. */
export function testStore(name: string, engine: Engine): void {
  describe(`store contract: ${name}`, () => {
    const fixture = new StoreFixture(engine);
    afterEach(() => fixture.clear());
    testAppends(fixture);
    testReads(fixture);
    testQuestions(fixture);
    testMembers(fixture);
    testProblems(fixture);
    testPeople(fixture);
    testFiles(fixture);
    testCanned(fixture);
    testErase(fixture);
    testRetractions(fixture);
    testLife(fixture);
  });
}
