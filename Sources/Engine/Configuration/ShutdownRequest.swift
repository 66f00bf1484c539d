// ShutdownRequest: how a server is to end, as SHUTDOWN's options tell it, or `shutdown-on-sigterm`.

/// What SHUTDOWN asked for.
public struct ShutdownRequest: Sendable {
    /// Whether the data is to be written first.
    public enum Saving: Sendable { case asConfigured, always, never }
    /// As SAVE and NOSAVE say.
    public var saving = Saving.asConfigured
    /// NOW: wait for nobody.
    public var now = false
    /// FORCE: whatever goes wrong.
    public var force = false

    /// What a plain SHUTDOWN asks for.
    public init() {}

    /// What the words of `shutdown-on-sigterm` ask for, a bit for each in the order of `DirectiveChecks.shutdownWords`, which begin
    /// with one that stands for none.
    init(words: Int) {
        saving = words & 1 != 0 ? .always : words & 2 != 0 ? .never : .asConfigured
        now = words & 4 != 0
        force = words & 8 != 0
    }
}
