import type { CommandMap, FactMap } from './kernel/command.js'
import * as uploads from './attachments/upload.js'
import * as files from './conversations/files.js'
import * as channels from './channels/channel.js'
import * as avatars from './accounts/avatar.js'
import * as credentials from './accounts/credentials.js'
import * as staff from './accounts/management.js'
import * as roles from './accounts/roles.js'
import * as audit from './audit/audit.js'
import * as contacts from './contacts/contact.js'
import * as counts from './conversations/counts.js'
import * as contactNotes from './contacts/note.js'
import * as conversationList from './conversations/conversation-list.js'
import * as draft from './conversations/draft.js'
import * as attributes from './contacts/attributes.js'
import * as contactAttributes from './contacts/attribute.js'
import * as contactAccounts from './contacts/account.js'
import * as facts from './conversations/facts.js'
import * as inbox from './conversations/inbox.js'
import * as mentions from './conversations/mentions.js'
import * as inboxViews from './conversations/inbox-views.js'
import * as message from './conversations/message.js'
import * as reading from './conversations/reading.js'
import * as search from './conversations/search.js'
import * as organisation from './organisation/organisation.js'
import * as queues from './routing/queues.js'
import * as tagging from './conversations/tagging.js'
import * as tags from './tags/tag.js'
import * as tenants from './tenants/tenants.js'
import * as viewing from './conversations/viewing.js'
import * as desk from './routing/desk.js'
import * as presence from './presence/presence.js'
import * as quickReplies from './quick-replies/quick-reply.js'
import * as transfer from './routing/transfer.js'

/** Every command of the `/contact` namespace. */
export const contactCommands = [
  reading.OpenThread,
  reading.LoadHistory,
  reading.SyncThreads,
  reading.MarkRead,
  reading.MarkDelivered,
  reading.SetTyping,
  message.SendMessage,
  message.RecallMessage,
  uploads.RequestUpload,
  uploads.ListParts,
  uploads.CompleteUpload,
  uploads.CancelUpload,
  files.LinkFiles,
  inbox.EndOwnConversation,
  attributes.SetAttributes,
] as const

/** Every command of the `/staff` namespace. */
export const staffCommands = [
  inbox.ListInbox,
  search.SearchConversations,
  inbox.ClaimConversation,
  inbox.EndConversation,
  reading.OpenConversation,
  reading.CloseConversation,
  reading.LoadConversationHistory,
  reading.SyncConversations,
  reading.FindPosition,
  conversationList.ListConversationsOfContact,
  reading.MarkConversationRead,
  reading.MarkConversationDelivered,
  reading.SetReplyTyping,
  message.SendReply,
  message.AddNote,
  message.RecallReply,
  uploads.RequestStaffUpload,
  uploads.ListStaffParts,
  uploads.CompleteStaffUpload,
  uploads.CancelStaffUpload,
  files.LinkConversationFiles,
  files.ListFilesOfContact,
  viewing.SetViewing,
  transfer.TransferConversation,
  draft.SaveDraft,
  draft.ListDrafts,
  mentions.ListMentions,
  mentions.MarkMentionsRead,
  inboxViews.ListInboxViews,
  inboxViews.SaveInboxView,
  inboxViews.DeleteInboxView,
  tagging.TagConversation,
  tagging.UntagConversation,
  tags.ListTags,
  tags.CreateTag,
  tags.EditTag,
  tags.DeleteTag,
  quickReplies.ListQuickReplies,
  quickReplies.CreateQuickReply,
  quickReplies.EditQuickReply,
  quickReplies.DeleteQuickReply,
  presence.SetStatus,
  presence.ListPresence,
  desk.ListDesk,
  desk.AssignConversation,
  channels.ListChannels,
  channels.CreateChannel,
  channels.UpdateChannel,
  channels.RotateSigningKey,
  channels.RetireSigningKey,
  credentials.ListSessions,
  credentials.EndSession,
  credentials.EndOtherSessions,
  credentials.ChangePassword,
  credentials.BeginTotp,
  credentials.ConfirmTotp,
  credentials.EndTotp,
  credentials.RenewRecoveryCodes,
  credentials.ChooseLanguage,
  staff.ListStaff,
  staff.GetStaff,
  staff.CreateStaff,
  staff.EditStaff,
  staff.DisableStaff,
  staff.EnableStaff,
  staff.MakeLink,
  staff.ResetTotp,
  staff.ImportStaff,
  staff.GetProfile,
  staff.EditProfile,
  avatars.SetOwnAvatar,
  avatars.SetStaffAvatar,
  roles.ListRoles,
  roles.CreateRole,
  roles.EditRole,
  roles.DeleteRole,
  organisation.GetOrganisation,
  organisation.CreateDepartment,
  organisation.EditDepartment,
  organisation.DeleteDepartment,
  organisation.CreateTeam,
  organisation.EditTeam,
  organisation.DeleteTeam,
  queues.ListQueues,
  queues.CreateQueue,
  queues.EditQueue,
  audit.ListAudit,
  audit.VerifyAudit,
  tenants.ListTenants,
  tenants.CreateTenant,
  tenants.RenameTenant,
  tenants.SuspendTenant,
  tenants.ResumeTenant,
  contacts.ReadContact,
  contacts.EditContact,
  contacts.SetAvatarOfContact,
  contacts.RevokeContactTokens,
  contacts.BlockContact,
  contactNotes.ListContactNotes,
  contactNotes.AddContactNote,
  contactNotes.DeleteContactNote,
  contactAccounts.MakeResetLink,
  contactAttributes.ListAttributes,
  contactAttributes.CreateAttribute,
  contactAttributes.EditAttribute,
  contactAttributes.DeleteAttribute,
] as const

/** Every fact that a contact may receive. */
export const contactFacts = [
  facts.EntryAppended,
  facts.ContactConversationChanged,
  facts.ThreadsChanged,
  facts.MarkMoved,
  facts.TypingChanged,
  presence.AvailabilityChanged,
] as const

/** Every fact that staff may receive. */
export const staffFacts = [
  facts.EntryAppended,
  facts.ConversationsChanged,
  counts.CountsChanged,
  facts.MarkMoved,
  facts.TypingChanged,
  viewing.ViewingChanged,
  draft.DraftChanged,
  mentions.MentionsChanged,
  inboxViews.InboxViewsChanged,
  quickReplies.QuickRepliesChanged,
  tags.TagsChanged,
  presence.PresenceChanged,
  contacts.ContactChanged,
  contactNotes.ContactNotesChanged,
  contactAttributes.AttributesChanged,
] as const

export type ContactCommands = CommandMap<typeof contactCommands>
export type StaffCommands = CommandMap<typeof staffCommands>
export type ContactFacts = FactMap<typeof contactFacts>
export type StaffFacts = FactMap<typeof staffFacts>
