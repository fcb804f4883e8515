import { formGuard } from '../form-guard';

/** Forms of the hosted application: each session has a token of its own. */
export const { token: formToken, isOwn: isOwnForm, browserOf } = formGuard('sandbox_application', '/apply');
