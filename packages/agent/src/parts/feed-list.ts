/** The message list as the desk shows it: dense lines in place of bubbles. */
import { base, faces, feedStyles, MessageList, messageListStyles, questionStyles } from '@support-chat/widget/parts';

/** @summary The widget's message list with the desk's looks; registered under the same name, so that conversations use it. */
export class FeedList extends MessageList {
  static override styles = [base, faces, messageListStyles, feedStyles, questionStyles];
}
