import type { Resource } from '../api/resource';
import type { SandboxContext } from '../context';
import type { Kind, Kinds, Stored } from '../model/kinds';

/** Kinds with pages of their own; events have others. */
export type PageKind = Exclude<Kind, 'event' | 'category_code'>;

/** Objects that the API has no call for. */
export interface ControlResource<K extends Kind> {
  /** Below `/_sandbox`. */
  controlPath: string;
  view: Resource<K>['view'];
  expansions?: undefined;
}

/** A short word with a colour. */
export interface Tag {
  text: string;
  tone: 'good' | 'bad' | 'wait' | 'plain';
}

export interface KindPage<K extends PageKind> {
  title: string;
  /** One of them. */
  one: string;
  /** What makes the first one. */
  empty: string;
  /** The calls of the API about them, or where the control API shows them, which has others. */
  resource: Resource<K> | ControlResource<K>;
  /** The page to make and change them on. */
  editor?: string;
  describe: (context: SandboxContext, object: Stored<Kinds[K]>) => string;
  tag?: (context: SandboxContext, object: Stored<Kinds[K]>) => Tag;
}

export const good = (text: string): Tag => ({ text, tone: 'good' });
export const bad = (text: string): Tag => ({ text, tone: 'bad' });
export const wait = (text: string): Tag => ({ text, tone: 'wait' });
export const plain = (text: string): Tag => ({ text, tone: 'plain' });

export const nameOf = ({ objects }: SandboxContext, contractor: string): string => {
  const person = objects.find('contractor', contractor)?.data;
  return person ? `${person.first_name} ${person.last_name}` : contractor;
};
