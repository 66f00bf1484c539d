// ServerVersion: what this server is itself. Whom it stands in for, the profile tells.

/// Versions.
public enum ServerVersion {
    /// This server's own.
    public static let understudy = "0.1.0"
}
