// How much a listpack of a list may hold: `list-max-listpack-size`. The same limit decides when a list is one listpack and when a
// quicklist, how full the quicklist's nodes get, and which elements get a node of their own.

/// A limit on the elements or the bytes of a listpack.
struct ListNodeLimit: Equatable {
    /// As configured: a positive number counts elements; -1 to -5 stand for 4, 8, 16, 32 and 64 KB.
    let fill: Int
    /// The size of an element that gets a node of its own, whatever `fill` says; 0 for none.
    let packedThreshold: Int
    /// Whether a list may be one listpack without a quicklist.
    let allowsListpack: Bool

    /// Whatever the number of elements allowed, more bytes than this are too many.
    private static let safeSize = 8192
    /// What an element takes beyond its bytes, estimated rather high.
    private static let elementOverhead = 8

    init(fill: Int, packedThreshold: Int = 0, allowsListpack: Bool = true) {
        self.fill = fill
        self.packedThreshold = packedThreshold
        self.allowsListpack = allowsListpack
    }

    /// As a quicklist keeps it, in fewer bits than the configuration.
    var ofNodes: ListNodeLimit {
        ListNodeLimit(
            fill: min(max(fill, -5), 32_767), packedThreshold: packedThreshold, allowsListpack: allowsListpack)
    }

    /// The limit on bytes, or nil if elements are counted.
    @inline(__always)
    private var size: Int? { fill >= 0 ? nil : 4096 << (min(-fill, 5) - 1) }

    /// The limit on elements, if they are counted.
    @inline(__always)
    private var count: Int { max(fill, 1) }

    @inline(__always)
    func isExceeded(size: Int, count: Int) -> Bool {
        if let limit = self.size { return size > limit }
        return size > ListNodeLimit.safeSize || count > self.count
    }

    /// Whether a listpack of `size` bytes and `count` elements is so small that a quicklist of it alone becomes a listpack again:
    /// half the limit, so that a list near the limit does not change to and fro.
    func isWellBelow(size: Int, count: Int) -> Bool {
        if let limit = self.size { return size <= limit / 2 }
        return count <= self.count / 2
    }

    /// Whether an element of `size` bytes gets a node of its own.
    @inline(__always)
    func isLarge(_ size: Int) -> Bool {
        if packedThreshold > 0 { return size >= packedThreshold }
        return size > self.size ?? ListNodeLimit.safeSize
    }

    /// Whether a listpack of `size` bytes and `count` elements takes one more of `added` bytes.
    @inline(__always)
    func admits(_ added: Int, size: Int, count: Int) -> Bool {
        !isLarge(added) && !isExceeded(size: size + added + ListNodeLimit.elementOverhead, count: count + 1)
    }
}

extension ListNodeLimit {
    /// As configured now.
    ///
    /// - Parameter packedThreshold: What DEBUG has set, or 0.
    init(_ configuration: Configuration, packedThreshold: Int) {
        let profile = configuration.profile
        self.init(
            fill: configuration.listMaxListpackSize,
            packedThreshold: packedThreshold > 0 ? packedThreshold : profile.packedThreshold,
            allowsListpack: profile.hasListpackLists)
    }
}
