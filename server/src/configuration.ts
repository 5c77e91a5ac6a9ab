import type { Server as HttpServer } from 'node:http'
import { App, Configuration, Inject } from '@midwayjs/core'
import type { ILifeCycle, IMidwayContainer } from '@midwayjs/core'
import * as koa from '@midwayjs/koa'
import * as socketio from '@midwayjs/socketio'
import * as staticFile from '@midwayjs/static-file'
import { contactCommands, staffCommands } from '@parley/shared/protocol'
import type { Server } from 'socket.io'
import { CurrentSettings } from './config/current-settings.js'
import { frameworkSettings } from './config/framework-settings.js'
import { AdminGateway, SetUp } from './modules/admin/index.js'
import { AccountsGateway, AuthenticateStaff } from './modules/accounts/index.js'
import type { StaffPrincipal } from './modules/accounts/index.js'
import { Attachments, AttachmentsGateway } from './modules/attachments/index.js'
import { ChannelsGateway } from './modules/channels/index.js'
import { ContactGate, ContactsGateway, OwnContactGateway } from './modules/contacts/index.js'
import type { ContactPrincipal } from './modules/contacts/index.js'
import {
  ContactConversationsGateway,
  ContactHistory,
  ConversationUpkeep,
  FollowedThreads,
  StaffConversationsGateway,
  Viewing,
} from './modules/conversations/index.js'
import { LoadDemo } from './modules/demo/index.js'
import { OrganisationGateway } from './modules/organisation/index.js'
import { Availability, PresenceGateway, StaffConnections } from './modules/presence/index.js'
import { QuickRepliesGateway } from './modules/quick-replies/index.js'
import { Routing, RoutingGateway, SilenceWatch } from './modules/routing/index.js'
import { TagsGateway } from './modules/tags/index.js'
import { Tenants } from './modules/tenants/index.js'
import { MIGRATIONS } from './migrations/index.js'
import { BoundaryMiddleware } from './platform/http/http-boundary.js'
import { HttpListener } from './platform/http/listener.js'
import { MigrationRunner } from './platform/migrations/migration-runner.js'
import { PlatformMetrics } from './platform/metrics/platform-metrics.js'
import { MongoConnection } from './platform/mongo/connection.js'
import { OwnClasses } from './platform/own-classes.js'
import { Readiness } from './platform/readiness.js'
import { commandTable } from './platform/realtime/command-registry.js'
import { RealtimeServer } from './platform/realtime/realtime-server.js'
import { Revocations } from './platform/realtime/revocations.js'

const OWN_CLASSES = new OwnClasses(__dirname)

/** The only composition root: what is loaded, and in what order it starts and stops. */
@Configuration({
  imports: [koa, socketio, staticFile],
  detector: OWN_CLASSES,
  importConfigs: [{ default: frameworkSettings }],
})
export class MainConfiguration implements ILifeCycle {
  @App('koa') private readonly http!: koa.Application
  @App('socketIO') private readonly io!: Server
  @Inject() private readonly settings!: CurrentSettings
  @Inject() private readonly mongo!: MongoConnection
  @Inject() private readonly migrations!: MigrationRunner
  @Inject() private readonly realtime!: RealtimeServer
  @Inject() private readonly listener!: HttpListener
  @Inject() private readonly readiness!: Readiness
  @Inject() private readonly authenticateStaff!: AuthenticateStaff
  @Inject() private readonly contactGate!: ContactGate
  @Inject() private readonly contactHistory!: ContactHistory
  @Inject() private readonly accountsGateway!: AccountsGateway
  @Inject() private readonly organisationGateway!: OrganisationGateway
  @Inject() private readonly adminGateway!: AdminGateway
  @Inject() private readonly setUp!: SetUp
  @Inject() private readonly tenants!: Tenants
  @Inject() private readonly revocations!: Revocations
  @Inject() private readonly contactConversations!: ContactConversationsGateway
  @Inject() private readonly staffConversations!: StaffConversationsGateway
  @Inject() private readonly presenceGateway!: PresenceGateway
  @Inject() private readonly quickRepliesGateway!: QuickRepliesGateway
  @Inject() private readonly tagsGateway!: TagsGateway
  @Inject() private readonly routingGateway!: RoutingGateway
  @Inject() private readonly contactsGateway!: ContactsGateway
  @Inject() private readonly ownContactGateway!: OwnContactGateway
  @Inject() private readonly channelsGateway!: ChannelsGateway
  @Inject() private readonly attachments!: Attachments
  @Inject() private readonly attachmentsGateway!: AttachmentsGateway
  @Inject() private readonly followedThreads!: FollowedThreads
  @Inject() private readonly viewing!: Viewing
  @Inject() private readonly connections!: StaffConnections
  @Inject() private readonly availability!: Availability
  @Inject() private readonly routing!: Routing
  @Inject() private readonly silenceWatch!: SilenceWatch
  @Inject() private readonly upkeep!: ConversationUpkeep
  @Inject() private readonly demo!: LoadDemo
  @Inject() private readonly platformMetrics!: PlatformMetrics

  /** Before anybody can connect: the store in its newest format with its indexes, the gates, then what runs beside them. */
  async onReady(container: IMidwayContainer): Promise<void> {
    this.http.getMiddleware().insertFirst(BoundaryMiddleware as never)
    await this.mongo.start()
    await this.migrations.run(MIGRATIONS)
    await OWN_CLASSES.makeRepositories(container)
    await this.mongo.ensureIndexes()
    await this.tenants.ensureFirst()
    if (this.settings.values.isDemo) await this.demo.run()
    await this.attachments.start()
    await this.setUp.prepare()
    await this.realtime.attach(this.io)
    this.openNamespaces()
    this.revocations.start()
    this.connections.start()
    this.availability.start()
    await this.upkeep.start()
    this.routing.start()
    this.silenceWatch.start()
    this.platformMetrics.start()
  }

  async onServerReady(container: IMidwayContainer): Promise<void> {
    await this.listener.listen(container.get<HttpServer>('_midway_http_server'))
    this.readiness.isReady = true
  }

  /** Newcomers are refused, what is under way is finished, then the store is let go. */
  async onStop(): Promise<void> {
    this.readiness.isReady = false
    this.realtime.startDraining()
    this.routing.stop()
    await this.silenceWatch.stop()
    this.revocations.stop()
    await this.realtime.drain()
    await this.upkeep.stop()
    await this.attachments.stop()
    await this.connections.stop()
    await this.mongo.stop()
  }

  private openNamespaces(): void {
    this.realtime.open<ContactPrincipal>('/contact', {
      authenticate: (handshake) => this.contactGate.enter(handshake),
      roomsOf: (caller) => this.contactHistory.roomsOf(caller),
      table: commandTable(contactCommands, [
        ...this.contactConversations.rows(),
        ...this.ownContactGateway.rows(),
        ...this.attachmentsGateway.contactRows(),
      ]),
    })
    this.realtime.open<StaffPrincipal>('/staff', {
      authenticate: (handshake, address) => this.authenticateStaff.run(handshake, address),
      roomsOf: (caller) => this.followedThreads.roomsOf(caller),
      table: commandTable(staffCommands, [
        ...this.accountsGateway.rows(),
        ...this.organisationGateway.rows(),
        ...this.adminGateway.rows(),
        ...this.staffConversations.rows(),
        ...this.attachmentsGateway.staffRows(),
        ...this.presenceGateway.rows(),
        ...this.routingGateway.rows(),
        ...this.quickRepliesGateway.rows(),
        ...this.tagsGateway.rows(),
        ...this.channelsGateway.rows(),
        ...this.contactsGateway.rows(),
      ]),
      onConnected: (caller, socketId) => this.connections.arrived(caller, socketId),
      onDisconnected: (caller, socketId) => {
        this.viewing.end(socketId)
        this.connections.left(caller, socketId)
      },
    })
  }
}
