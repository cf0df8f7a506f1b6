/** How a problem looks, on the board and in the conversation: its drawing and its colours. */
import { stageOf, type ProblemState } from '@support-chat/protocol';
import { css, svg, type SVGTemplateResult } from 'lit';

const warnIcon = svg`<path d="M12 4.5l8.5 15h-17z"></path><path d="M12 10.2v4M12 16.8v.1"></path>`;
const slowIcon = svg`<path d="M4.5 16.5a8.5 8.5 0 1115 0M12 14l3.5-4.5"></path><path d="M12 14v.1"></path>`;
const workIcon = svg`<rect x="4" y="5.5" width="16" height="14" rx="2"></rect><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"></path>`;

/** A shape beside each colour: who sees no colours sees the shape. */
export function lookOf(problem: ProblemState, now: number): { drawing: SVGTemplateResult; tone: string } {
  if (problem.what === 'maintenance')
    return { drawing: workIcon, tone: stageOf(problem, now) === 'planned' ? 'planned' : 'attention' };
  return problem.severity === 'down' ? { drawing: warnIcon, tone: 'danger' } : { drawing: slowIcon, tone: 'attention' };
}

export const tones = css`
  .danger {
    --_tone: var(--_danger);
  }
  .attention {
    --_tone: var(--_attention);
  }
  .planned {
    --_tone: var(--_text-2);
  }
  .good {
    --_tone: var(--_good);
  }
  .tone,
  .tone svg {
    color: var(--_tone);
  }
  .name {
    font-weight: 650;
    margin-inline-end: 0.5em;
  }
`;
