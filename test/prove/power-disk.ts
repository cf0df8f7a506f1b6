/** A disk of its own whose power can be cut: an ext4 in a file, which keeps what was synced and forgets the rest. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../services/process.js';

/**
 * EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH of the kernel's fs/ext4/ext4.h: from this moment nothing reaches the
 * device, not even the journal, and every write and every fsync fails.
 */
const shutdown = `
  open(my $folder, '<', $ARGV[0]) or die "open: $!";
  my $how = pack('L', 2);
  ioctl($folder, 0x8004587d, $how) or die "ioctl: $!";`;

const imageBytes = 256 * 1_048_576;

export class PowerDisk {
  /** Where it is mounted. */
  readonly dir: string;
  readonly #home: string;
  readonly #image: string;
  #isMounted = false;
  // A prover that is interrupted leaves no mount behind.
  readonly #leave = (): void => this.remove();
  readonly #interrupt = (): void => process.exit(130);

  private constructor(home: string) {
    this.#home = home;
    this.#image = join(home, 'disk.img');
    this.dir = join(home, 'disk');
  }

  /** Makes and mounts one. Throws when this machine does not let it. */
  static create(): PowerDisk {
    const disk = new PowerDisk(mkdtempSync(join(tmpdir(), 'support-chat-power-')));
    process.once('exit', disk.#leave).once('SIGINT', disk.#interrupt).once('SIGTERM', disk.#interrupt);
    try {
      mkdirSync(disk.dir);
      run('truncate', ['-s', String(imageBytes), disk.#image]);
      run('mkfs.ext4', ['-q', '-F', disk.#image]);
      disk.#mount();
      return disk;
    } catch (error) {
      disk.remove();
      throw error;
    }
  }

  /** The power fails. What was not synced is lost; programs that use the disk meet errors. */
  cut(): void {
    run('perl', ['-e', shutdown, this.dir]);
  }

  /** The power is back: ext4 replays its journal. Nobody may use the disk meanwhile. */
  restore(): void {
    run('umount', [this.dir]);
    this.#isMounted = false;
    this.#mount();
  }

  /** Unmounts it and removes its file. */
  remove(): void {
    process.off('exit', this.#leave).off('SIGINT', this.#interrupt).off('SIGTERM', this.#interrupt);
    // Lazily: a driver may keep the file of a closed database until its statements are collected as garbage.
    if (this.#isMounted) run('umount', ['-l', this.dir]);
    this.#isMounted = false;
    rmSync(this.#home, { recursive: true, force: true });
  }

  #mount(): void {
    // The loop device goes with the mount.
    run('mount', ['-o', 'loop', this.#image, this.dir]);
    this.#isMounted = true;
  }
}

/** Why there can be no such disk here, or null. Tries it. */
export function objectionToPowerCuts(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'cutting the power of a disk needs root on Linux';
  const missing = ['mkfs.ext4', 'perl', 'mount'].filter((name) => !findProgram(name));
  if (missing.length > 0) return `cutting the power of a disk needs ${missing.join(' and ')}`;
  if (!existsSync('/dev/loop-control')) return 'cutting the power of a disk needs loop devices';
  try {
    const disk = PowerDisk.create();
    try {
      disk.cut();
      disk.restore();
    } finally {
      disk.remove();
    }
    return null;
  } catch (error) {
    return `the power of a disk cannot be cut here: ${String(error)}`;
  }
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
