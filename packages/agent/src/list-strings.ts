/** What checklists, templates and kept views say; they come with their parts. */
export type ListStrings = {
  readonly checklist: string;
  done(count: number, of: number): string;
  readonly edit: string;
  readonly add: string;
  readonly none: string;
  readonly newHelp: string;
  readonly editHelp: string;
  readonly save: string;
  readonly cancel: string;
  doneBy(name: string, when: string): string;
  readonly notDone: string;
  readonly changed: string;
  readonly tooMany: string;
  readonly template: string;
  readonly noTemplate: string;
  readonly keepTemplate: string;
  readonly updateTemplate: string;
  readonly dropTemplate: string;
  dropTemplateAsk(title: string): string;
  readonly yesDrop: string;
  readonly noDrop: string;
  keptTemplate(title: string): string;
  readonly droppedTemplate: string;
  readonly views: string;
  readonly noViews: string;
  readonly keepView: string;
  readonly viewName: string;
  readonly viewHelp: string;
  dropView(title: string): string;
  keptView(title: string): string;
  droppedView(title: string): string;
};

export const listStrings: { readonly en: ListStrings; readonly ja: ListStrings } = {
  en: {
    checklist: 'Checklist',
    done: (count, of) => `${count} of ${of} done`,
    edit: 'Edit',
    add: 'Add',
    none: 'What support has to do here. Only support sees it.',
    newHelp: 'What support has to do there, one line each. Only support sees it.',
    editHelp: 'One line for each thing to do. What is done stays done while its line is the same.',
    save: 'Save',
    cancel: 'Cancel',
    doneBy: (name, when) => `${name}, ${when}`,
    notDone: 'That was not done. Try again.',
    changed: 'Somebody else has changed the list. Look at it again.',
    tooMany: 'At most 30 lines of at most 140 characters.',
    template: 'Template',
    noTemplate: 'None',
    keepTemplate: 'Keep as a template',
    updateTemplate: 'Change the template',
    dropTemplate: 'Delete the template',
    dropTemplateAsk: (title) => `Delete the template “${title}” for everybody at the desk?`,
    yesDrop: 'Delete',
    noDrop: 'Keep it',
    keptTemplate: (title) => `Kept as the template “${title}”.`,
    droppedTemplate: 'The template is deleted.',
    views: 'Views',
    noViews: 'Keep what you look at often: a filter and what you search for.',
    keepView: 'Keep this view',
    viewName: 'Name',
    viewHelp: 'Only you see it, on all your devices.',
    dropView: (title) => `Delete the view ${title}`,
    keptView: (title) => `The view “${title}” is kept.`,
    droppedView: (title) => `The view “${title}” is deleted.`,
  },
  ja: {
    checklist: 'チェックリスト',
    done: (count, of) => `${of}件中${count}件完了`,
    edit: '編集',
    add: '追加',
    none: 'このルームでサポートが行うことの一覧です。サポートだけに表示されます。',
    newHelp: 'そのルームでサポートが行うことを、1行に1つずつ。サポートだけに表示されます。',
    editHelp: '1行に1つずつ書いてください。行を変えなければ、完了の印は残ります。',
    save: '保存',
    cancel: 'キャンセル',
    doneBy: (name, when) => `${name}、${when}`,
    notDone: '反映できませんでした。もう一度お試しください。',
    changed: 'ほかの担当者がリストを変更しました。内容をご確認ください。',
    tooMany: '30行まで、1行は140文字までです。',
    template: 'テンプレート',
    noTemplate: 'なし',
    keepTemplate: 'テンプレートとして保存',
    updateTemplate: 'テンプレートを更新',
    dropTemplate: 'テンプレートを削除',
    dropTemplateAsk: (title) => `テンプレート「${title}」を、デスクの全員から削除しますか？`,
    yesDrop: '削除する',
    noDrop: '残す',
    keptTemplate: (title) => `テンプレート「${title}」として保存しました。`,
    droppedTemplate: 'テンプレートを削除しました。',
    views: 'ビュー',
    noViews: 'よく見る絞り込みと検索語を保存できます。',
    keepView: 'このビューを保存',
    viewName: '名前',
    viewHelp: '自分だけに、すべての端末で表示されます。',
    dropView: (title) => `ビュー「${title}」を削除`,
    keptView: (title) => `ビュー「${title}」を保存しました。`,
    droppedView: (title) => `ビュー「${title}」を削除しました。`,
  },
};
