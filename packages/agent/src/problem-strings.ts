/** What the desk says of problems beside what the widget's board says. A new language is a row here. */
import type { Language } from '@support-chat/widget/parts';

export type DeskProblemStrings = {
  readonly problems: string;
  readonly none: string;
  readonly announce: string;
  readonly update: string;
  readonly end: string;
  readonly announceTitle: string;
  readonly updateTitle: string;
  endAsk(title: string): string;
  readonly announceDo: string;
  readonly updateDo: string;
  readonly endDo: string;
  readonly what: string;
  readonly outage: string;
  readonly maintenance: string;
  readonly severity: string;
  readonly down: string;
  readonly degraded: string;
  readonly title: string;
  readonly titleHelp: string;
  readonly since: string;
  readonly starts: string;
  readonly expected: string;
  readonly ends: string;
  readonly quick: string;
  /** Minutes or hours more. */
  plus(minutes: number): string;
  readonly unknown: string;
  zone(name: string): string;
  readonly remark: string;
  readonly remarkHelp: string;
  readonly titleMissing: string;
  readonly startMissing: string;
  readonly startAhead: string;
  readonly endFirst: string;
  /** Somebody else changed it; the same again replaces what they said. */
  readonly meanwhile: string;
  readonly overdue: string;
  /** In the list of rooms, for readers. */
  known(count: number): string;
};

export const problemStrings: { readonly [L in Language]: DeskProblemStrings } = {
  en: {
    problems: 'Known problems',
    none: 'Nothing is known to be broken, and no work is planned.',
    announce: 'Announce',
    update: 'Update',
    end: 'It is over',
    announceTitle: 'Announce a problem',
    updateTitle: 'Say how it stands',
    endAsk: (title) => `Is “${title}” over?`,
    announceDo: 'Tell everybody',
    updateDo: 'Tell everybody',
    endDo: 'It is over',
    what: 'What it is',
    outage: 'Something is broken',
    maintenance: 'Planned work',
    severity: 'How bad',
    down: 'Down',
    degraded: 'Degraded: slow or in part',
    title: 'What people notice',
    titleHelp: 'One line in their words: “Outlook cannot send mail”.',
    since: 'Since',
    starts: 'Starts',
    expected: 'Expected back',
    ends: 'Ends',
    quick: 'Expected end',
    plus: (minutes) => (minutes < 60 ? `+${minutes} min` : `+${minutes / 60} h`),
    unknown: 'Not known',
    zone: (name) => `Times of your zone, ${name}.`,
    remark: 'A line for everybody',
    remarkHelp: 'Optional: what to do meanwhile, what was found.',
    titleMissing: 'Say in one line what people notice.',
    startMissing: 'Say when it began or begins.',
    startAhead: 'What is broken has begun. Choose planned work for something later.',
    endFirst: 'The end must be after the start.',
    meanwhile: 'Somebody else said something new meanwhile. Look at it; then the same button replaces it.',
    overdue: 'Overdue – say how it stands',
    known: (n) => (n === 1 ? '1 known problem' : `${n} known problems`),
  },
  ja: {
    problems: '障害・メンテナンス',
    none: '把握している障害や作業の予定はありません。',
    announce: '知らせる',
    update: '更新',
    end: '終了',
    announceTitle: '障害・作業を知らせる',
    updateTitle: '状況を更新する',
    endAsk: (title) => `「${title}」は終わりましたか。`,
    announceDo: '全員に知らせる',
    updateDo: '全員に知らせる',
    endDo: '終了にする',
    what: '種類',
    outage: '障害',
    maintenance: '作業の予定',
    severity: '影響',
    down: '停止',
    degraded: '一部で障害・遅延',
    title: '利用者に見える症状',
    titleHelp: '利用者の言葉で一行に。例：「Outlookでメールを送信できません」',
    since: '発生時刻',
    starts: '開始',
    expected: '復旧見込み',
    ends: '終了',
    quick: '終了の見込み',
    plus: (minutes) => (minutes < 60 ? `+${minutes}分` : `+${minutes / 60}時間`),
    unknown: '未定',
    zone: (name) => `お使いのタイムゾーン（${name}）の時刻です。`,
    remark: '全員へのひとこと',
    remarkHelp: '任意：回避方法やわかったことなど。',
    titleMissing: '利用者に見える症状を一行で書いてください。',
    startMissing: '開始時刻を入力してください。',
    startAhead: '障害はすでに始まっているものです。これから始まる場合は「作業の予定」を選んでください。',
    endFirst: '終了は開始より後にしてください。',
    meanwhile: 'その間にほかの担当者が更新しました。内容を確認し、よければもう一度同じボタンを押してください。',
    overdue: '見込みを過ぎています。状況を知らせてください',
    known: (n) => `把握している障害・作業 ${n}件`,
  },
};
