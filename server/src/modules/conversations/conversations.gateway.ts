import { Inject, Singleton } from '@midwayjs/core'
import { ListDrafts, SaveDraft } from '@parley/shared/conversations/draft'
import { DeleteInboxView, ListInboxViews, SaveInboxView } from '@parley/shared/conversations/inbox-views'
import { EndConversation, EndOwnConversation, ListInbox } from '@parley/shared/conversations/inbox'
import { ListConversationsOfContact as ListOfContact } from '@parley/shared/conversations/conversation-list'
import { LinkConversationFiles, LinkFiles, ListFilesOfContact } from '@parley/shared/conversations/files'
import { AddNote, RecallMessage, RecallReply, SendMessage, SendReply } from '@parley/shared/conversations/message'
import { ListMentions, MarkMentionsRead } from '@parley/shared/conversations/mentions'
import * as commands from '@parley/shared/conversations/reading'
import { SearchConversations } from '@parley/shared/conversations/search'
import { TagConversation, UntagConversation } from '@parley/shared/conversations/tagging'
import { SetViewing } from '@parley/shared/conversations/viewing'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import type { ContactPrincipal } from '../contacts/index.js'
import { ListConversationsOfContact } from './conversations-of-contact.js'
import { AddNoteOfStaff } from './add-note.js'
import { LoadHistoryOfContact, OpenThreadOfContact, SyncThreadsOfContact } from './contact-reading.js'
import { ListDraftsOfStaff, SaveDraftOfStaff } from './drafts.js'
import { EndConversationOfContact, EndConversationOfStaff } from './end-conversation.js'
import { LinkFilesOfContact, LinkFilesOfStaff, ListFilesOfContactForStaff } from './linking-files.js'
import { ListInboxOfStaff } from './inbox.js'
import { ListMentionsOfStaff, MarkMentionsReadOfStaff } from './mentions.js'
import { DeleteInboxViewOfStaff, ListInboxViewsOfStaff, SaveInboxViewOfStaff } from './inbox-views.js'
import { MarkDeliveredOfContact, MarkDeliveredOfStaff, MarkReadOfContact, MarkReadOfStaff } from './marking.js'
import { RecallMessageOfContact, RecallReplyOfStaff } from './recall.js'
import { SearchConversationsOfStaff } from './search-conversations.js'
import { SendMessageOfContact } from './send-message.js'
import { SendReplyOfStaff } from './send-reply.js'
import {
  CloseConversationOfStaff,
  FindPositionOfStaff,
  LoadHistoryOfStaff,
  OpenConversationOfStaff,
  SyncConversationsOfStaff,
} from './staff-reading.js'
import { TagConversationOfStaff, UntagConversationOfStaff } from './tagging.js'
import { SetViewingOfStaff } from './viewing.js'
import { SetTypingOfContact, SetTypingOfStaff } from './typing.js'

/** Which use case answers which command of a contact. */
@Singleton()
export class ContactConversationsGateway {
  @Inject() private readonly openThread!: OpenThreadOfContact
  @Inject() private readonly loadHistory!: LoadHistoryOfContact
  @Inject() private readonly sync!: SyncThreadsOfContact
  @Inject() private readonly send!: SendMessageOfContact
  @Inject() private readonly recall!: RecallMessageOfContact
  @Inject() private readonly end!: EndConversationOfContact
  @Inject() private readonly markRead!: MarkReadOfContact
  @Inject() private readonly markDelivered!: MarkDeliveredOfContact
  @Inject() private readonly setTyping!: SetTypingOfContact
  @Inject() private readonly linkFiles!: LinkFilesOfContact

  rows(): CommandRow<ContactPrincipal>[] {
    return [
      handle(commands.OpenThread, this.openThread),
      handle(commands.LoadHistory, this.loadHistory),
      handle(commands.SyncThreads, this.sync),
      handle(commands.MarkRead, this.markRead),
      handle(commands.MarkDelivered, this.markDelivered),
      handle(commands.SetTyping, this.setTyping),
      handle(SendMessage, this.send),
      handle(RecallMessage, this.recall),
      handle(LinkFiles, this.linkFiles),
      handle(EndOwnConversation, this.end),
    ]
  }
}

/** Which use case answers which command of staff. */
@Singleton()
export class StaffConversationsGateway {
  @Inject() private readonly listInbox!: ListInboxOfStaff
  @Inject() private readonly search!: SearchConversationsOfStaff
  @Inject() private readonly end!: EndConversationOfStaff
  @Inject() private readonly open!: OpenConversationOfStaff
  @Inject() private readonly close!: CloseConversationOfStaff
  @Inject() private readonly loadHistory!: LoadHistoryOfStaff
  @Inject() private readonly sync!: SyncConversationsOfStaff
  @Inject() private readonly markRead!: MarkReadOfStaff
  @Inject() private readonly markDelivered!: MarkDeliveredOfStaff
  @Inject() private readonly setTyping!: SetTypingOfStaff
  @Inject() private readonly sendReply!: SendReplyOfStaff
  @Inject() private readonly addNote!: AddNoteOfStaff
  @Inject() private readonly setViewing!: SetViewingOfStaff
  @Inject() private readonly saveDraft!: SaveDraftOfStaff
  @Inject() private readonly listDrafts!: ListDraftsOfStaff
  @Inject() private readonly listMentions!: ListMentionsOfStaff
  @Inject() private readonly markMentionsRead!: MarkMentionsReadOfStaff
  @Inject() private readonly listViews!: ListInboxViewsOfStaff
  @Inject() private readonly saveView!: SaveInboxViewOfStaff
  @Inject() private readonly deleteView!: DeleteInboxViewOfStaff
  @Inject() private readonly recall!: RecallReplyOfStaff
  @Inject() private readonly linkFiles!: LinkFilesOfStaff
  @Inject() private readonly listOfContact!: ListConversationsOfContact
  @Inject() private readonly findPosition!: FindPositionOfStaff
  @Inject() private readonly tag!: TagConversationOfStaff
  @Inject() private readonly untag!: UntagConversationOfStaff
  @Inject() private readonly listFiles!: ListFilesOfContactForStaff

  rows(): CommandRow<StaffPrincipal>[] {
    return [
      handle(ListInbox, this.listInbox),
      handle(SearchConversations, this.search),
      handle(EndConversation, this.end),
      handle(commands.OpenConversation, this.open),
      handle(commands.CloseConversation, this.close),
      handle(commands.LoadConversationHistory, this.loadHistory),
      handle(commands.SyncConversations, this.sync),
      handle(commands.MarkConversationRead, this.markRead),
      handle(commands.MarkConversationDelivered, this.markDelivered),
      handle(commands.SetReplyTyping, this.setTyping),
      handle(SendReply, this.sendReply),
      handle(AddNote, this.addNote),
      handle(SetViewing, this.setViewing),
      handle(SaveDraft, this.saveDraft),
      handle(ListDrafts, this.listDrafts),
      handle(ListMentions, this.listMentions),
      handle(MarkMentionsRead, this.markMentionsRead),
      handle(ListInboxViews, this.listViews),
      handle(SaveInboxView, this.saveView),
      handle(DeleteInboxView, this.deleteView),
      handle(RecallReply, this.recall),
      handle(LinkConversationFiles, this.linkFiles),
      handle(ListFilesOfContact, this.listFiles),
      handle(ListOfContact, this.listOfContact),
      handle(commands.FindPosition, this.findPosition),
      handle(TagConversation, this.tag),
      handle(UntagConversation, this.untag),
    ]
  }
}
