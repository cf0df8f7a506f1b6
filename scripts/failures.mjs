/** What failed, out of the reports of the three runners: `name` with its error below it, to be said last. */

/** Failed tests of node's TAP report; a suite that failed only by what is in it is left out. */
export function failuresInTap(text) {
  const lines = text.split('\n');
  const failures = [];
  for (const [at, line] of lines.entries()) {
    const name = /^\s*not ok \d+ - (.*)$/.exec(line)?.[1];
    if (name === undefined) continue;
    const end = lines.findIndex((next, index) => index > at && next.trim() === '...');
    const detail = lines.slice(at + 1, end).filter((next) => !/^\s*(---|duration_ms:|type:)/.test(next));
    if (!detail.some((next) => next.includes("'subtestsFailed'"))) failures.push([name, ...detail].join('\n'));
  }
  return failures;
}

/** Failed tests of Playwright's JSON report. */
export function failuresInPlaywright(report) {
  return (report.suites ?? []).flatMap(function failed(suite) {
    const own = (suite.specs ?? [])
      .filter((spec) => !spec.ok)
      .map((spec) => `${spec.file}: ${spec.title}\n${why(spec)}`);
    return [...own, ...(suite.suites ?? []).flatMap(failed)];
  });
}

function why(spec) {
  const errors = spec.tests.flatMap((test) => test.results).flatMap((result) => result.errors ?? []);
  return errors.map((error) => error.message ?? String(error)).join('\n');
}

/** Failed tests of sessions of `@web/test-runner`, and files that do not load or end badly beside their tests. */
export function failuresInSessions(sessions) {
  return sessions.flatMap((session) => {
    const own = session.testResults ? failedIn(session.testResults) : [];
    const beside = session.errors.map((error) => error.message);
    const reasons = beside.length > 0 || (!session.passed && own.length === 0) ? [beside.join('\n')] : [];
    return [...own, ...reasons].map((reason) => `${session.testFile}: ${reason}`);
  });
}

function failedIn(suite) {
  const own = suite.tests
    .filter((test) => !test.skipped && !test.passed)
    .map((test) => `${test.name}\n${test.error?.message ?? ''}\n${test.error?.stack ?? ''}`);
  return [...own, ...suite.suites.flatMap(failedIn)];
}
