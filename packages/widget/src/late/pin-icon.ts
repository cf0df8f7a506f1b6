import { svg } from 'lit';

/** A pin, upright. */
export const pinIcon = svg`<path d="M9 4h6l-.8 6.2 3.3 3.3v1.5h-11v-1.5l3.3-3.3zM12 15v5.5"></path>`;
