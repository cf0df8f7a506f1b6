/** How a problem stands, said in both languages and in the reader's own zone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProblemDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { strings as english } from '../dist/late/problem-strings/en.js';
import { strings as japanese } from '../dist/late/problem-strings/ja.js';
import { makeProblemWords } from '../dist/late/problem-words.js';

const at = (time: string): number => Date.parse(`2026-11-20T${time}Z`);
const now = at('10:00');
const problem = (more: Partial<ProblemDoc> = {}): ProblemDoc => ({
  ...{ seq: 2, what: 'outage', severity: 'down', title: 'Mail', startsAt: at('09:40'), endsAt: at('11:00') },
  ...{ remark: null, affected: 0, rev: 2, updatedAt: at('09:55'), by: cast.mia },
  ...more,
});
const languages = { en: english, ja: japanese } as const;
const say = (language: 'en' | 'ja', of: ProblemDoc, zone = 'UTC', when = now): string => {
  const words = makeProblemWords(language, languages[language], zone);
  return [words.name(of, when), ...words.when(of, when), words.updated(of, when)].join(' | ');
};

test('what is broken says since when, until when and how old that is', () => {
  assert.equal(say('en', problem()), 'Down | since 09:40 | expected back 11:00 | updated 5 min. ago');
  assert.equal(say('ja', problem()), '停止中 | 9:40から | 11:00ごろ復旧見込み | 5分前に更新');
  assert.equal(
    say('en', problem({ severity: 'degraded', endsAt: null, updatedAt: now })),
    'Degraded | since 09:40 | end not known yet | updated just now',
  );
});

test('what takes longer says so in place of a time that has passed', () => {
  const late = problem({ endsAt: at('09:59') });
  assert.equal(say('en', late), 'Down | since 09:40 | taking longer than expected | updated 5 min. ago');
  assert.equal(say('ja', late), '停止中 | 9:40から | 復旧に時間がかかっています | 5分前に更新');
});

test('planned work says when it will be and what it brings, and goes on by itself', () => {
  const work = problem({ what: 'maintenance', startsAt: at('22:00'), endsAt: at('23:30'), updatedAt: at('07:00') });
  assert.equal(say('en', work), 'Planned work | 22:00 – 23:30 | not available meanwhile | updated 3 hr. ago');
  assert.equal(say('ja', work), '作業予定 | 22:00～23:30 | その間は使えません | 3時間前に更新');
  const during = say('en', work, 'UTC', at('22:10'));
  assert.equal(during, 'Work in progress | since 22:00 | until 23:30 | updated 15 hr. ago');
  const after = say('en', work, 'UTC', at('23:31'));
  assert.match(after, /^Work in progress \| since 22:00 \| taking longer than planned/);
  assert.match(say('en', { ...work, endsAt: null }), /from 22:00/);
});

test('times are those of the reader’s zone, with the day where it is another', () => {
  const night = problem({ what: 'maintenance', startsAt: at('22:00'), endsAt: at('23:30') });
  assert.match(say('en', night, 'Asia/Tokyo'), /tomorrow 07:00 – 08:30/);
  assert.match(say('en', problem(), 'Asia/Tokyo'), /since 18:40 \| expected back 20:00/);
  assert.match(say('en', problem({ startsAt: at('09:40') - 86_400_000 })), /since yesterday 09:40/);
  assert.match(say('en', problem({ startsAt: at('09:40') - 3 * 86_400_000 })), /since Nov 17 09:40/);
  assert.match(say('ja', problem({ startsAt: at('09:40') - 3 * 86_400_000 })), /11月17日 9:40から/);
  const long = problem({ what: 'maintenance', startsAt: at('22:00'), endsAt: at('22:00') + 4 * 86_400_000 });
  assert.match(say('en', long), /22:00 – Nov 24 22:00/);
});
