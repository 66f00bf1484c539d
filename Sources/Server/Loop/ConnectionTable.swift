// ConnectionTable: the open connections by the slot that their events name. Look-up, insertion and removal are O(1).

/// The open connections.
struct ConnectionTable {
    private var slots: [Connection?] = []
    private var free: [Int] = []
    private var generation: UInt32 = 0
    private(set) var count = 0
    /// The most there were since their number was last halved.
    private var peak = 0

    /// From how many connections on it is worth telling that half of them have gone.
    private static let crowd = 1000

    /// The connection that a token names, unless it has gone.
    @inline(__always)
    subscript(token: Token) -> Connection? {
        guard token.slot < slots.count, let connection = slots[token.slot], connection.token == token else {
            return nil
        }
        return connection
    }

    /// The connection in a slot, if there is one.
    @inline(__always)
    subscript(slot slot: Int) -> Connection? { slot >= 0 && slot < slots.count ? slots[slot] : nil }

    /// A token for the next connection to be inserted.
    mutating func reserveToken() -> Token {
        generation &+= 1
        if free.isEmpty {
            free.append(slots.count)
            slots.append(nil)
        }
        return .connection(slot: free[free.count - 1], generation: generation)
    }

    /// Inserts a connection under the token that was reserved for it.
    mutating func insert(_ connection: Connection) {
        precondition(free.popLast() == connection.token.slot)
        slots[connection.token.slot] = connection
        count += 1
        peak = max(peak, count)
    }

    /// Removes a connection. The table shrinks once it is empty.
    /// - Returns: Whether half of a crowd has gone by now.
    mutating func remove(_ connection: Connection) -> Bool {
        precondition(self[connection.token] === connection)
        slots[connection.token.slot] = nil
        count -= 1
        if count == 0 {
            slots = []
            free = []
        } else {
            free.append(connection.token.slot)
        }
        guard peak >= ConnectionTable.crowd, count <= peak / 2 else { return false }
        peak = count
        return true
    }

    /// Every open connection.
    var all: [Connection] { slots.compactMap { $0 } }
}
