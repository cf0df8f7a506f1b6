import { browser } from './runs/browser.js';
import { crash, crashPostgres } from './runs/crash.js';
import { disk } from './runs/disk.js';
import { failpoints, failpointsPostgres } from './runs/failpoints.js';
import { model } from './runs/model.js';
import { network } from './runs/network.js';
import { nodes } from './runs/nodes.js';
import { power } from './runs/power.js';
import type { Run } from './runs/run.js';
import { slow } from './runs/slow.js';
import { time } from './runs/time.js';

/** Every way to make things go wrong. */
export const allRuns: readonly Run[] = [
  model,
  crash,
  crashPostgres,
  failpoints,
  failpointsPostgres,
  network,
  nodes,
  time,
  disk,
  power,
  browser,
  slow,
];
