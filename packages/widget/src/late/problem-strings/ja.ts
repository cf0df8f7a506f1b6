/** 日本語。 */
import type { ProblemStrings } from '../problem-strings.js';

const people = (n: number): string => `${n.toLocaleString('ja')}人`;
const broken = { down: '停止中', degraded: '一部で障害' };
const planned = { down: '作業予定', degraded: '作業予定' };
const working = { down: '作業中', degraded: '作業中' };

export const strings: ProblemStrings = {
  board: '障害・メンテナンス情報',
  names: {
    outage: { planned: broken, ongoing: broken, overdue: broken },
    maintenance: { planned, ongoing: working, overdue: working },
  },
  changes: { announced: '', updated: '続報：' },
  over: { outage: '復旧しました', maintenance: '作業が完了しました' },
  meanwhile: { down: 'その間は使えません', degraded: 'その間は一部に影響があります' },
  since: (at) => `${at}から`,
  fromTo: (from, to) => (to === null ? `${from}から` : `${from}～${to}`),
  expected: { outage: (at) => `${at}ごろ復旧見込み`, maintenance: (at) => `${at}まで` },
  unknownEnd: { outage: '復旧時刻は未定です', maintenance: '終了時刻は未定です' },
  overdue: { outage: '復旧に時間がかかっています', maintenance: '予定より時間がかかっています' },
  updatedNow: 'たった今更新',
  updated: (ago) => `${ago.replace(' ', '')}に更新`,
  between: '・',
  affected: (n) => `${people(n)}に影響`,
  wasAffected: (n) => `${people(n)}に影響がありました`,
  meToo: '私にも影響があります',
  more: (n) => `ほか${n}件`,
  fewer: '折りたたむ',
  notDone: '反映できませんでした。もう一度お試しください。',
  announce: (name, title, when) => `${name}：${title}。${when}`,
};
