// How large a set may get in each encoding.

/// `set-max-intset-entries`, `set-max-listpack-entries` and `set-max-listpack-value`.
struct SetLimits: Equatable, Sendable {
    /// The most elements of an intset.
    let intsetEntries: Int
    /// The most elements of a listpack.
    let listpackEntries: Int
    /// The longest element of a listpack, in bytes.
    let listpackValue: Int
    /// Whether there are listpacks at all.
    var hasListpacks = true
    /// Whether the number of members that are about to be added decides.
    var sizesByArguments = true

    /// Whatever is configured, more elements than this are too many for an intset.
    private static let safeEntries = 1 << 30
    /// Whatever is configured, more bytes than this are too many for a listpack.
    private static let safeSize = 1 << 30

    /// Whether a set of `count` integers may be an intset.
    @inline(__always)
    func admitsIntset(count: Int) -> Bool { count <= min(intsetEntries, SetLimits.safeEntries) }

    /// Whether a listpack of `count` elements and `size` bytes takes one more of `added` bytes.
    @inline(__always)
    func listpackAdmits(_ added: Int, size: Int, count: Int) -> Bool {
        hasListpacks && count < listpackEntries && added <= listpackValue && size + added <= SetLimits.safeSize
    }
}

/// What a set needs to know to grow.
struct SetGrowth {
    let limits: SetLimits
    /// Of the table that a large set becomes.
    let seed: HashSeed
}
