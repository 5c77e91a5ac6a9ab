import { randomUUID } from 'node:crypto'

/** What the rows point at: things of the first tenant. The same shape with ids that nobody has is asked with as well. */
export interface Ids {
  conversation: string
  thread: string
  contact: string
  channel: string
  queue: string
  staff: string
  login: string
  department: string
  team: string
  role: string
  roleName: string
  session: string
  tenant: string
}

/**
 * Who asks, in the order of the verdicts: an agent whose queue the conversation is in, an agent outside it, a supervisor, a
 * handler, an admin, and the admin (and agent) of another tenant. Those without a session, contacts and disabled accounts
 * get no connection at all.
 */
export const STAFF_CALLERS = ['inside', 'outside', 'supervisor', 'handler', 'admin', 'elsewhere'] as const
export const CONTACT_CALLERS = ['contactA', 'contactB', 'elsewhere'] as const

interface Row {
  permission: string
  /** One word for each caller: `ok`, or the code of the error. */
  verdicts: string
  input: (ids: Ids) => unknown
}

const row = (permission: string, verdicts: string, input: Row['input'] = () => ({})): Row => ({
  permission,
  verdicts,
  input,
})

const reading = 'ok not_found ok forbidden ok not_found'
const everybody = 'ok ok ok ok ok ok'
/** Inputs of what changes something are right in form and one step behind, so that whoever may is told so and nothing moves. */
const behind = (code: string, who: 'managers' | 'admins', elsewhere = 'not_found') =>
  who === 'managers'
    ? `forbidden forbidden ${code} forbidden ${code} ${elsewhere}`
    : `forbidden forbidden forbidden forbidden ${code} ${elsewhere}`
const VERSION = 999_999
const words = { type: 'text', text: 'words' }
const upload = { clientUploadId: 'upload-of-nobody', name: 'a.png', size: 10, declaredType: 'image/png' }
const SHA = 'a'.repeat(64)
const NO_PICTURE = Buffer.from('no picture').toString('base64')
const NOBODY = 'f'.repeat(24)

/** Every command of `/staff`, declared by hand: what it needs, and what each caller is answered. */
export const STAFF_MATRIX: Record<string, Row> = {
  'conversations:listInbox': row('conversations.read', 'ok ok ok forbidden ok ok', () => ({ tab: 'all' })),
  'conversations:searchConversations': row('conversations.read', 'ok ok ok forbidden ok ok', () => ({
    query: 'words',
  })),
  'conversations:claimConversation': row(
    'conversations.reply',
    'not_waiting not_found forbidden forbidden forbidden not_found',
    ({ conversation }) => ({ conversationId: conversation }),
  ),
  'conversations:endConversation': row(
    'conversations.end',
    'new_message_arrived not_found new_message_arrived forbidden new_message_arrived not_found',
    ({ conversation }) => ({ conversationId: conversation, seenPosition: 0 }),
  ),
  'conversations:openConversation': row('conversations.read', reading, ({ conversation }) => ({
    conversationId: conversation,
  })),
  'conversations:closeConversation': row('conversations.read', reading, ({ conversation }) => ({
    conversationId: conversation,
  })),
  'conversations:loadConversationHistory': row('conversations.read', reading, ({ thread }) => ({
    threadId: thread,
    before: 100,
  })),
  'conversations:syncConversations': row('conversations.read', reading, ({ thread }) => ({ cursors: { [thread]: 0 } })),
  'conversations:markConversationRead': row('conversations.read', reading, ({ thread }) => ({
    threadId: thread,
    position: 1,
  })),
  'conversations:markConversationDelivered': row('conversations.read', reading, ({ thread }) => ({
    threadId: thread,
    position: 1,
  })),
  'conversations:setReplyTyping': row('conversations.note', reading, ({ thread }) => ({
    threadId: thread,
    isTyping: true,
    audience: 'staff',
  })),
  'conversations:sendReply': row(
    'conversations.reply',
    'ok not_found forbidden forbidden forbidden not_found',
    ({ thread }) => ({ threadId: thread, clientMessageId: randomUUID(), content: words }),
  ),
  'conversations:addNote': row('conversations.note', reading, ({ thread }) => ({
    threadId: thread,
    clientMessageId: randomUUID(),
    text: 'words',
  })),
  'conversations:recallReply': row(
    'conversations.recall',
    'forbidden not_found forbidden forbidden forbidden not_found',
    ({ thread }) => ({ threadId: thread, position: 1 }),
  ),
  'conversations:linkConversationFiles': row('conversations.read', reading, ({ thread }) => ({
    threadId: thread,
    attachmentIds: [NOBODY],
  })),
  'conversations:listFilesOfContact': row('conversations.read', 'ok ok ok forbidden ok ok', ({ contact }) => ({
    contactId: contact,
  })),
  'attachments:requestStaffUpload': row('attachments.upload', 'ok ok ok forbidden ok ok', () => upload),
  'attachments:listStaffParts': row(
    'attachments.upload',
    'not_found not_found not_found forbidden not_found not_found',
    () => ({ attachmentId: NOBODY, from: 1 }),
  ),
  'attachments:completeStaffUpload': row(
    'attachments.upload',
    'not_found not_found not_found forbidden not_found not_found',
    () => ({ attachmentId: NOBODY, sha256: SHA }),
  ),
  'attachments:cancelStaffUpload': row(
    'attachments.upload',
    'not_found not_found not_found forbidden not_found not_found',
    () => ({ attachmentId: NOBODY }),
  ),
  'conversations:setViewing': row('conversations.read', reading, ({ conversation }) => ({
    conversationId: conversation,
    isViewing: true,
  })),
  // The victim takes no conversations: whoever may give one is told so, and nothing moves.
  'routing:transferConversation': row(
    'conversations.transfer',
    'bad_request not_found bad_request forbidden bad_request not_found',
    ({ conversation, staff }) => ({ conversationId: conversation, toStaffId: staff, requestId: randomUUID() }),
  ),
  'conversations:saveDraft': row('conversations.note', reading, ({ conversation }) => ({
    conversationId: conversation,
    mode: 'note',
    text: 'words',
  })),
  'conversations:listDrafts': row('conversations.note', 'ok ok ok forbidden ok ok'),
  'conversations:listMentions': row('conversations.read', 'ok ok ok forbidden ok ok'),
  'conversations:markMentionsRead': row('conversations.read', 'ok ok ok forbidden ok ok', ({ thread }) => ({
    threadId: thread,
  })),
  'conversations:listInboxViews': row('conversations.read', 'ok ok ok forbidden ok ok'),
  'conversations:saveInboxView': row('conversations.read', 'ok ok ok forbidden ok ok', () => ({
    name: 'mine',
    tab: 'all',
    filter: {},
  })),
  'conversations:deleteInboxView': row('conversations.read', 'ok ok ok forbidden ok ok', () => ({ viewId: NOBODY })),
  'conversations:tagConversation': row(
    'conversations.tag',
    'not_found not_found not_found forbidden not_found not_found',
    ({ conversation }) => ({ conversationId: conversation, tagId: NOBODY }),
  ),
  'conversations:untagConversation': row('conversations.tag', reading, ({ conversation }) => ({
    conversationId: conversation,
    tagId: NOBODY,
  })),
  'tags:listTags': row('conversations.read', 'ok ok ok forbidden ok ok'),
  'tags:createTag': row('tags.manage', behind('ok', 'managers', 'ok'), () => ({ name: randomUUID().slice(0, 8) })),
  'tags:editTag': row('tags.manage', behind('not_found', 'managers'), () => ({
    tagId: NOBODY,
    version: 0,
    name: 'Other',
  })),
  'tags:deleteTag': row('tags.manage', behind('not_found', 'managers'), () => ({ tagId: NOBODY })),
  'quickReplies:listQuickReplies': row('quickReplies.read', 'ok ok ok forbidden ok ok'),
  'quickReplies:createQuickReply': row('quickReplies.manage', 'forbidden forbidden ok forbidden ok ok', () => ({
    shortcut: randomUUID().slice(0, 8),
    text: 'words',
    audience: { kind: 'tenant' },
  })),
  'quickReplies:editQuickReply': row(
    'quickReplies.manage',
    'not_found not_found not_found forbidden not_found not_found',
    () => ({ quickReplyId: NOBODY, version: 0, text: 'other words' }),
  ),
  'quickReplies:deleteQuickReply': row(
    'quickReplies.manage',
    'not_found not_found not_found forbidden not_found not_found',
    () => ({ quickReplyId: NOBODY }),
  ),
  'presence:setStatus': row('presence.set', everybody, () => ({ status: 'online' })),
  'presence:listPresence': row('presence.read', everybody),
  'channels:listChannels': row('channels.read', 'forbidden forbidden ok forbidden ok ok'),
  'channels:createChannel': row('channels.manage', behind('name_taken', 'admins', 'name_taken'), () => ({
    key: 'demo',
    name: 'Taken',
    allowedOrigins: [],
    allowsAnonymous: true,
    allowsAccounts: false,
    greeting: { en: '', 'zh-CN': '' },
    colour: '#0f766e',
    locale: 'auto',
    isEnabled: true,
  })),
  'channels:updateChannel': row('channels.manage', behind('edit_conflict', 'admins'), ({ channel }) => ({
    channelId: channel,
    version: VERSION,
    change: { name: 'Other' },
  })),
  'channels:rotateSigningKey': row('channels.manage', behind('edit_conflict', 'admins'), ({ channel }) => ({
    channelId: channel,
    version: VERSION,
    overlapHours: 1,
  })),
  'channels:retireSigningKey': row('channels.manage', behind('not_found', 'admins'), ({ channel }) => ({
    channelId: channel,
    version: VERSION,
    keyId: 'none',
  })),
  'contacts:readContact': row('contacts.read', reading, ({ contact }) => ({ contactId: contact })),
  'contacts:editContact': row(
    'contacts.edit',
    'edit_conflict not_found edit_conflict forbidden edit_conflict not_found',
    ({ contact }) => ({ contactId: contact, version: VERSION, name: 'Other' }),
  ),
  'contacts:setAvatar': row('contacts.edit', reading, ({ contact }) => ({ contactId: contact, picture: null })),
  'contacts:blockContact': row('contacts.block', 'ok not_found ok forbidden ok not_found', ({ contact }) => ({
    contactId: contact,
    isBlocked: false,
  })),
  'contacts:listNotes': row('contacts.read', reading, ({ contact }) => ({ contactId: contact })),
  'contacts:addNote': row('contacts.edit', reading, ({ contact }) => ({
    contactId: contact,
    clientNoteId: randomUUID(),
    text: 'words',
  })),
  'contacts:deleteNote': row(
    'contacts.edit',
    'not_found not_found not_found forbidden not_found not_found',
    ({ contact }) => ({ contactId: contact, noteId: NOBODY }),
  ),
  'conversations:listOfContact': row('conversations.read', 'ok ok ok forbidden ok ok', ({ contact }) => ({
    contactId: contact,
  })),
  'conversations:findPosition': row('conversations.read', reading, ({ thread }) => ({
    threadId: thread,
    at: '2026-01-01T00:00:00.000Z',
  })),
  'contacts:revokeTokens': row(
    'contacts.revokeTokens',
    'forbidden forbidden not_found forbidden not_found not_found',
    () => ({ contactId: NOBODY }),
  ),
  'contacts:listAttributes': row('contacts.read', 'ok ok ok forbidden ok ok'),
  'contacts:createAttribute': row('contacts.define', behind('ok', 'managers', 'ok'), () => ({
    key: randomUUID(),
    name: 'Plan',
    type: 'choice',
    choices: ['gold'],
  })),
  'contacts:editAttribute': row('contacts.define', behind('not_found', 'managers'), () => ({
    attributeId: NOBODY,
    version: 0,
    name: 'Other',
    choices: [],
  })),
  'contacts:deleteAttribute': row('contacts.define', behind('not_found', 'managers'), () => ({ attributeId: NOBODY })),
  'contacts:makeResetLink': row('contacts.edit', 'not_found not_found not_found forbidden not_found not_found', () => ({
    contactId: NOBODY,
  })),
  'accounts:chooseLanguage': row('profile.own', everybody, () => ({ language: 'en' })),
  'accounts:listSessions': row('profile.own', everybody),
  'accounts:endSession': row(
    'profile.own',
    'not_found not_found not_found not_found not_found not_found',
    ({ session }) => ({ sessionId: session }),
  ),
  'accounts:endOtherSessions': row('profile.own', everybody),
  'accounts:changePassword': row('profile.own', all('invalid_credentials'), () => ({
    current: 'wrong',
    next: 'long enough',
  })),
  'accounts:beginTotp': row('profile.own', all('invalid_credentials'), () => ({ password: 'wrong' })),
  'accounts:confirmTotp': row('profile.own', all('not_found'), () => ({ code: '000000' })),
  'accounts:endTotp': row('profile.own', all('invalid_credentials'), () => ({ password: 'wrong' })),
  'accounts:renewRecoveryCodes': row('profile.own', all('invalid_credentials'), () => ({ password: 'wrong' })),
  'accounts:getProfile': row('profile.own', everybody),
  'accounts:editProfile': row('profile.own', all('edit_conflict'), () => ({ version: VERSION, name: 'Other' })),
  'accounts:listStaff': row('staff.read', 'forbidden forbidden ok forbidden ok ok'),
  'accounts:getStaff': row('staff.read', 'forbidden forbidden ok forbidden ok not_found', ({ staff }) => ({
    staffId: staff,
  })),
  'accounts:createStaff': row('staff.manage', behind('login_taken', 'managers', 'ok'), ({ login }) => ({
    login,
    name: 'Twice',
    roles: ['handler'],
  })),
  'accounts:setOwnAvatar': row('profile.own', all('type_refused'), () => ({ picture: NO_PICTURE })),
  'accounts:setStaffAvatar': row('staff.manage', behind('type_refused', 'managers'), ({ staff }) => ({
    staffId: staff,
    picture: NO_PICTURE,
  })),
  'accounts:editStaff': row('staff.manage', behind('edit_conflict', 'managers'), ({ staff }) => ({
    staffId: staff,
    version: VERSION,
    name: 'Other',
  })),
  'accounts:disableStaff': row('staff.manage', behind('ok', 'managers'), ({ staff }) => ({ staffId: staff })),
  'accounts:enableStaff': row('staff.manage', behind('ok', 'managers'), ({ staff }) => ({ staffId: staff })),
  'accounts:makeLink': row('staff.manage', behind('ok', 'managers'), ({ staff }) => ({ staffId: staff })),
  'accounts:resetTotp': row('staff.manage', behind('ok', 'managers'), ({ staff }) => ({ staffId: staff })),
  'accounts:importStaff': row('staff.manage', behind('bad_request', 'managers', 'bad_request'), () => ({
    csv: 'nothing',
    mode: 'apply',
  })),
  'accounts:listRoles': row('staff.read', 'forbidden forbidden ok forbidden ok ok'),
  'accounts:createRole': row('roles.manage', behind('name_taken', 'admins', 'ok'), ({ roleName }) => ({
    name: roleName,
    grants: {},
  })),
  'accounts:editRole': row('roles.manage', behind('edit_conflict', 'admins'), ({ role }) => ({
    key: role,
    version: VERSION,
    grants: {},
  })),
  'accounts:deleteRole': row('roles.manage', behind('in_use', 'admins'), ({ role }) => ({ key: role })),
  'organisation:getOrganisation': row('organisation.read', everybody),
  'organisation:createDepartment': row('organisation.manage', behind('ok', 'admins'), ({ department }) => ({
    name: `D ${randomUUID().slice(0, 8)}`,
    parentId: department,
  })),
  'organisation:editDepartment': row('organisation.manage', behind('edit_conflict', 'admins'), ({ department }) => ({
    departmentId: department,
    version: VERSION,
    name: 'Other',
  })),
  'organisation:deleteDepartment': row('organisation.manage', behind('in_use', 'admins'), ({ department }) => ({
    departmentId: department,
  })),
  'organisation:createTeam': row('organisation.manage', behind('ok', 'admins'), ({ staff }) => ({
    name: `T ${randomUUID().slice(0, 8)}`,
    purpose: 'none',
    memberIds: [staff],
  })),
  'organisation:editTeam': row('organisation.manage', behind('edit_conflict', 'admins'), ({ team }) => ({
    teamId: team,
    version: VERSION,
    name: 'Other',
  })),
  'organisation:deleteTeam': row('organisation.manage', behind('ok', 'admins'), ({ team }) => ({ teamId: team })),
  'routing:listQueues': row('queues.read', everybody),
  'routing:listDesk': row('conversations.assign', 'forbidden forbidden ok forbidden ok ok'),
  'routing:assignConversation': row(
    'conversations.assign',
    behind('edit_conflict', 'managers'),
    ({ conversation }) => ({ conversationId: conversation, staffId: NOBODY, seenAssigneeId: NOBODY }),
  ),
  'routing:createQueue': row('queues.manage', behind('name_taken', 'managers', 'name_taken'), () => ({
    name: 'Support',
    memberIds: [],
  })),
  'routing:editQueue': row('queues.manage', behind('edit_conflict', 'managers'), ({ queue }) => ({
    queueId: queue,
    version: VERSION,
    name: 'Other',
  })),
  'audit:listAudit': row('audit.read', 'forbidden forbidden forbidden forbidden ok ok'),
  'audit:verifyAudit': row('audit.read', 'forbidden forbidden forbidden forbidden ok ok'),
  'tenants:listTenants': row('tenants.manage', behind('ok', 'admins', 'forbidden')),
  'tenants:createTenant': row('tenants.manage', behind('name_taken', 'admins', 'forbidden'), ({ tenant }) => ({
    key: tenant,
    name: 'Twice',
    admin: { login: 'twice', name: 'Twice' },
  })),
  'tenants:renameTenant': row('tenants.manage', behind('ok', 'admins', 'forbidden'), ({ tenant }) => ({
    key: tenant,
    name: 'Another name',
  })),
  'tenants:suspendTenant': row('tenants.manage', behind('forbidden', 'admins', 'forbidden'), () => ({
    key: 'default',
  })),
  'tenants:resumeTenant': row('tenants.manage', behind('ok', 'admins', 'forbidden'), ({ tenant }) => ({ key: tenant })),
}

function all(code: string): string {
  return STAFF_CALLERS.map(() => code).join(' ')
}

const own = 'ok not_found not_found'
const anybody = 'ok ok ok'

/** Every command of `/contact`, asked with what is contact A's: by A, by another of the channel, by one of another tenant. */
export const CONTACT_MATRIX: Record<string, Row> = {
  'conversations:openThread': row('thread.own', anybody),
  'conversations:loadHistory': row('thread.own', own, ({ thread }) => ({ threadId: thread, before: 100 })),
  'conversations:syncThreads': row('thread.own', own, ({ thread }) => ({ cursors: { [thread]: 0 } })),
  'conversations:markRead': row('thread.own', own, ({ thread }) => ({ threadId: thread, position: 1 })),
  'conversations:markDelivered': row('thread.own', own, ({ thread }) => ({ threadId: thread, position: 1 })),
  'conversations:setTyping': row('thread.write', own, ({ thread }) => ({ threadId: thread, isTyping: true })),
  'conversations:sendMessage': row('thread.write', own, ({ thread }) => ({
    threadId: thread,
    clientMessageId: randomUUID(),
    content: words,
  })),
  'conversations:recallMessage': row('thread.own', 'forbidden not_found not_found', ({ thread }) => ({
    threadId: thread,
    position: 1,
  })),
  'conversations:endOwnConversation': row('thread.own', 'new_message_arrived not_found not_found', ({ thread }) => ({
    threadId: thread,
    seenPosition: 100,
  })),
  'contacts:setAttributes': row('thread.own', anybody, () => ({ attributes: { plan: 'gold' } })),
  'conversations:linkFiles': row('thread.own', own, ({ thread }) => ({ threadId: thread, attachmentIds: [NOBODY] })),
  'attachments:requestUpload': row('thread.write', anybody, () => upload),
  'attachments:listParts': row('thread.own', 'not_found not_found not_found', () => ({
    attachmentId: NOBODY,
    from: 1,
  })),
  'attachments:completeUpload': row('thread.own', 'not_found not_found not_found', () => ({
    attachmentId: NOBODY,
    sha256: SHA,
  })),
  'attachments:cancelUpload': row('thread.own', 'not_found not_found not_found', () => ({ attachmentId: NOBODY })),
}

/** Who asks over HTTP: those of the sockets, and those who get no connection there. */
export const HTTP_CALLERS = ['anonymous', ...CONTACT_CALLERS.slice(0, 2), ...STAFF_CALLERS, 'disabled'] as const

interface Route {
  /** The address asked for, when it is not the route itself. */
  path?: string
  body?: unknown
  /** One status for all, or one for each caller in order. */
  statuses: string
}

const TOKEN = 'A'.repeat(43)

/** Every route, by the method and the address that its controller declares. */
export const ROUTES: Record<string, Route> = {
  'GET /': { statuses: '302' },
  'GET /console': { statuses: '302' },
  'GET /console/*': { path: '/console/settings', statuses: '200' },
  'GET /c/:channelKey': { path: '/c/demo', statuses: '200' },
  'GET /sdk/:file': { path: '/sdk/v1.js', statuses: '200' },
  'GET /livez': { statuses: '200' },
  'GET /readyz': { statuses: '200' },
  'GET /metrics': { statuses: '404' },
  'GET /setup': { statuses: '404' },
  'GET /api/v1/setup': { statuses: '404' },
  'POST /api/v1/setup': {
    statuses: '404',
    body: { secret: 'guess', login: 'me', name: 'Me', password: 'long enough' },
  },
  'GET /api/v1/audit.csv': { statuses: '401 401 401 403 403 403 403 200 200 401' },
  'GET /api/v1/staff/sign-in-form': { statuses: '200' },
  'POST /api/v1/staff/session': { statuses: '401', body: { login: 'admin', password: 'wrong' } },
  'GET /api/v1/staff/session': { statuses: '401 401 401 200 200 200 200 200 200 401' },
  'DELETE /api/v1/staff/session': { statuses: '401 401 401 204 204 204 204 204 204 401' },
  'POST /api/v1/staff/link': { statuses: '404', body: { token: TOKEN } },
  'POST /api/v1/staff/link/use': { statuses: '404', body: { token: TOKEN, password: 'long enough' } },
  'POST /api/v1/contact/session': { statuses: '200', body: { channelKey: 'demo' } },
  'POST /api/v1/contact/code': { statuses: '401' },
  'DELETE /api/v1/contact/session': { statuses: '401 204 204 401 401 401 401 401 401 401' },
  'GET /api/v1/contact/channel/:channelKey': { path: '/api/v1/contact/channel/demo', statuses: '200' },
  'POST /api/v1/contact/account/register': {
    statuses: '404',
    body: { channelKey: 'none', login: 'me', password: 'long enough' },
  },
  'POST /api/v1/contact/account/sign-in': {
    statuses: '401',
    body: { channelKey: 'demo', login: 'nobody', password: 'wrong' },
  },
  'POST /api/v1/contact/account/reset': {
    statuses: '404',
    body: { channelKey: 'demo', resetToken: TOKEN, password: 'long enough' },
  },
  'GET /api/v1/contact/unread': { statuses: '401 200 200 401 401 401 401 401 401 401' },
  'OPTIONS /api/v1/contact/unread': { statuses: '204' },
  'GET /playground': { statuses: '302' },
  'GET /playground/:file': { path: '/playground/none.js', statuses: '404' },
  'GET /api/v1/demo/users': { statuses: '200' },
  'POST /api/v1/demo/contact-token': { statuses: '404', body: { userId: 'nobody' } },
  'GET /files/*': { path: '/files/unsigned', statuses: '403' },
  'GET /avatars/*': { path: '/avatars/of-nobody', statuses: '404' },
  'HEAD /files/*': { path: '/files/unsigned', statuses: '403' },
  'PUT /files/*': { path: '/files/unsigned', statuses: '403' },
}
