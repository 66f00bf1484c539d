// What must hold of a stream whatever was done to it. For tests.

extension StreamValue {
    /// What is wrong with the stream, or nil. O(n).
    var brokenInvariant: String? {
        if let broken = nodes.brokenInvariant { return "nodes: \(broken)" }
        var broken: String?
        var live = 0
        var previous: StreamID?
        nodes.forEach { master, node in
            broken = node.brokenInvariant.map { "node \(master.text): \($0)" }
            live += node.liveCount
            node.forEach(filedUnder: master) { entry in
                if let previous, previous >= entry.id { broken = "\(entry.id.text) behind \(previous.text)" }
                if entry.id < master { broken = "\(entry.id.text) in node \(master.text)" }
                previous = entry.id
                return broken == nil
            }
            return broken == nil
        }
        if let broken { return broken }
        if live != counters.length { return "\(live) entries counted as \(counters.length)" }
        if let previous, previous > counters.lastID { return "\(previous.text) behind the last id" }
        var first = StreamID.min
        forEach { entry in
            first = entry.id
            return false
        }
        if first != counters.firstID { return "\(counters.firstID.text) is not the first id" }
        for group in groups {
            if let broken = group.brokenInvariant { return "group: \(broken)" }
        }
        return nil
    }
}

extension StreamNode {
    /// What is wrong with the node, or nil. O(n).
    fileprivate var brokenInvariant: String? {
        listpack.brokenInvariant ?? (StreamNode(checking: listpack) == nil ? "not well-formed" : nil)
    }
}
