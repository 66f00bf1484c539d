// ServerVersion: whom this server stands in for, and what it is itself.

/// Versions.
public enum ServerVersion {
    /// The release that is stood in for.
    public static let redis = "8.0.6"
    /// This server's own.
    public static let understudy = "0.1.0"
}
