// Log: lines in the real server's format, since tools read them: `pid:role DD Mon YYYY HH:MM:SS.mmm level text`.
//
// Why it is unsafe inside: the time of day comes from the C library by pointer. Why that is sound: the pointers are to locals.

import UnderstudyEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where the lines go.
public final class Log {
    /// What the process is, as the letter behind its id: `C` until it has its configuration, then `M`.
    public enum Role: String, Sendable { case starting = "C", master = "M" }

    /// The least important level that is written.
    public var level: LogLevel
    /// The letter behind the process's number: `M` for a master.
    public var role = Role.starting
    /// The file's path; empty for the standard output.
    public var path: String

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// - Parameter path: The file to append to; empty for the standard output.
    public init(level: LogLevel = .notice, path: String = "") {
        self.level = level
        self.path = path
    }

    /// Writes one line, unless its level is below the log's.
    public func write(_ level: LogLevel, _ text: @autoclosure () -> String) {
        guard level >= self.level, level != .nothing else { return }
        let mark =
            switch level {
            case .debug: "."
            case .verbose: "-"
            case .notice: "*"
            case .warning, .nothing: "#"
            }
        emit("\(Int(getpid())):\(role.rawValue) \(Log.timestamp()) \(mark) \(text())\n")
    }

    /// Writes the line that tells of a signal, which has a format of its own and stands at the level of a warning.
    public func write(signal: String) {
        guard level < .nothing else { return }
        emit("\(Int(getpid())):signal-handler (\(time(nil))) Received \(signal) scheduling shutdown...\n")
    }

    /// A file is opened anew for each line, so that it can be rotated. A log that cannot be written is no reason to stop.
    private func emit(_ line: String) {
        if path.isEmpty {
            try? File.write(line, to: STDOUT_FILENO)
        } else {
            try? File.append(line, to: path)
        }
    }

    /// The local time, to the millisecond.
    private static func timestamp() -> String {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        var parts = unsafe tm()
        unsafe localtime_r(&now.tv_sec, &parts)
        let time = unsafe (parts.tm_mday, parts.tm_mon, parts.tm_year, parts.tm_hour, parts.tm_min, parts.tm_sec)
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        return "\(padded(Int(time.0), 2)) \(months[Int(time.1)]) \(Int(time.2) + 1900) "
            + "\(padded(Int(time.3), 2)):\(padded(Int(time.4), 2)):\(padded(Int(time.5), 2))"
            + ".\(padded(Int(now.tv_nsec) / 1_000_000, 3))"
    }
}
