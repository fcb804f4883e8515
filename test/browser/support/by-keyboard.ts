import type { Locator, Page } from 'playwright-core';

/** What a person at a keyboard sees of the place they are at. */
interface Place {
  what: string;
  /** Whether anything on the screen shows where the keyboard is. */
  visible: boolean;
  /** Whether it is on the screen, with nothing on top of it. */
  onScreen: boolean;
}

/**
 * Runs in the page. Of a date field, the last place is the browser's own calendar button: the browser draws its focus,
 * inside the field, where a page cannot see it.
 */
const PLACE_OF_FOCUS = `(() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const inside = element.matches('input[type=date]');
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + Math.min(box.width, 20) / 2, box.y + Math.min(box.height, 40) / 2);
  return {
    what: element.outerHTML.slice(0, 160),
    visible: element !== document.body && (outlined || inside),
    onScreen: top !== null && (element.contains(top) || top.contains(element)),
  };
})()`;

/** Somebody who has a keyboard alone. Each place on the way has to show that the keyboard is there. */
export class Keyboard {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Presses Tab until this is focused; fails when it never is, or when a place on the way is not to be seen. */
  async tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let presses = 0; presses < 120; presses += 1) {
      if (await isFocused(target)) return;
      await this.page.keyboard.press('Tab');
      // Past the last place, the focus is in the browser's own controls for one press.
      if (await this.page.evaluate<boolean>('document.activeElement === document.body')) continue;
      const place = await this.page.evaluate<Place>(PLACE_OF_FOCUS);
      if (!place.visible) throw new Error(`The focus cannot be seen at ${place.what}`);
      if (!place.onScreen) throw new Error(`The focus is out of sight at ${place.what}`);
    }
    throw new Error(`The keyboard does not come to ${target.toString()} on ${this.page.url()}`);
  }

  async type(target: Locator, text: string): Promise<void> {
    await this.tabTo(target);
    await this.page.keyboard.type(text);
  }

  /** Chooses from a list by the beginning of an option's text. */
  async choose(target: Locator, text: string): Promise<void> {
    await this.type(target, text);
  }

  /** Ticks a checkbox, or the first radio button of a group. */
  async tick(target: Locator): Promise<void> {
    await this.tabTo(target);
    await this.page.keyboard.press('Space');
    if (!(await target.isChecked())) throw new Error(`The Space key does not tick ${target.toString()}`);
  }

  /** Chooses the second of two radio buttons: there Tab stops at the group once, and an arrow moves inside. */
  async second(first: Locator, second: Locator): Promise<void> {
    await this.tabTo(first);
    await this.page.keyboard.press('ArrowDown');
    if (!(await second.isChecked())) throw new Error(`The arrow does not choose ${second.toString()}`);
  }

  async press(target: Locator): Promise<void> {
    await this.tabTo(target);
    await this.page.keyboard.press('Enter');
  }
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === element.ownerDocument.activeElement);
}
