/** Finds browsers, or installs the distribution's packages where that is allowed. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installFromDistribution } from './distribution.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPath = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The path of a Chromium, or null when there is none and none may be installed. */
export function findBrowser() {
  return find() ?? (installFromDistribution('chromium', 'fonts-noto-cjk') ? find() : null);
}

function find() {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) return isProgram(wanted) ? wanted : null;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), macPath].find(isProgram) ?? null;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Not there or not ours to run: the next candidate.
  }
}

/** Browsers in which only what differs between them is tested, by the programs they take. */
const others = {
  Firefox: { programs: ['firefox-esr'], package: ['firefox-esr'] },
  WebKitGTK: { programs: ['WebKitWebDriver', 'Xvfb'], package: ['webkit2gtk-driver', 'xvfb'] },
};

/** The names of the other browsers that are missing and could not be installed. */
export function missingBrowsers() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const isThere = (program) => folders.some((folder) => existsSync(join(folder, program)));
  const missing = () => Object.keys(others).filter((name) => !others[name].programs.every(isThere));
  if (missing().length > 0) installFromDistribution(...missing().flatMap((name) => others[name].package));
  return missing();
}
