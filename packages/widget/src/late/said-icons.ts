import { svg } from 'lit';

export const smileIcon = svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M8.5 14a4.2 4.2 0 007 0M9 9.5v.1M15 9.5v.1"></path>`;
export const moreIcon = svg`<path d="M6 12v.1M12 12v.1M18 12v.1" stroke-width="2.5"></path>`;
export const editIcon = svg`<path d="M5 19l1-4L16.5 4.5l3 3L9 18z"></path>`;
export const undoIcon = svg`<path d="M4.5 9.5h9a5 5 0 010 10H8M8.5 5.5l-4 4 4 4"></path>`;
