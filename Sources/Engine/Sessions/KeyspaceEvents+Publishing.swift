// What is published when a key changes, expires or is missed.
//
// Every command that writes asks whether somebody wants to know, and nearly always nobody does: that is one test of a word that is at
// hand. All else is done out of line.

extension Session {
    /// Tells of an event of a key of this session's database.
    @inline(__always)
    func notify(_ events: KeyspaceEvents, _ event: StaticString, _ key: Bytes) {
        if !engine.context.keyspaceEvents.isDisjoint(with: events) { database.publish(event, key) }
    }
}

extension Database {
    /// Tells of an event of a key, if its class is one that is configured. `key` may be one that is just gone, as long as its bytes live.
    @inline(__always)
    func notify(_ events: KeyspaceEvents, _ event: StaticString, _ key: Bytes) {
        if !context.keyspaceEvents.isDisjoint(with: events) { publish(event, key) }
    }

    /// Publishes an event on the channel of the key and on that of the event, as configured, in this order.
    @inline(never)
    fileprivate func publish(_ event: StaticString, _ key: Bytes) {
        let subscriptions = context.subscriptions
        let channel = ByteBuffer(capacity: 24 + key.count)
        if context.keyspaceEvents.contains(.keyspace) {
            channel.append("__keyspace@")
            channel.append(decimal: index)
            channel.append("__:")
            channel.append(key)
            withExtendedLifetime(channel) { _ = subscriptions.publish(Bytes(event), on: channel.bytes) }
        }
        if context.keyspaceEvents.contains(.keyevent) {
            channel.truncate(to: 0)
            channel.append("__keyevent@")
            channel.append(decimal: index)
            channel.append("__:")
            channel.append(event)
            withExtendedLifetime(channel) { _ = subscriptions.publish(key, on: channel.bytes) }
        }
    }
}
