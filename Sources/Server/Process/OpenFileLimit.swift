// OpenFileLimit: as many descriptors as `maxclients` needs, or as many clients as there are descriptors for.
//
// Why it is unsafe inside: limits are read and set by pointer. Why that is sound: the pointers are to locals.

import UnderstudyEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The process's limit on open descriptors.
enum OpenFileLimit {
    /// What the server needs beside its clients: listeners, the log, the poller, Dispatch.
    private static let reserve = 32

    #if canImport(Glibc)
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = RLIMIT_NOFILE
    #endif

    /// Sees that `clients` can be served at once, raising the limit if need be. Returns for how many there is room, at most `clients`.
    static func makeRoom(for clients: Int, log: Log) -> Int {
        let needed = rlim_t(clients + reserve)
        var limit = rlimit()
        guard unsafe getrlimit(resource, &limit) == 0 else {
            log.write(
                .warning,
                "Unable to obtain the current NOFILE limit (\(SystemError("getrlimit").reason)), assuming 1024 and setting the max clients configuration accordingly."
            )
            return max(0, min(clients, 1024 - reserve))
        }
        let former = limit.rlim_cur
        guard former < needed else { return clients }
        limit.rlim_cur = needed
        limit.rlim_max = max(limit.rlim_max, needed)
        if unsafe setrlimit(resource, &limit) == 0 {
            log.write(
                .notice, "Increased maximum number of open files to \(needed) (it was originally set to \(former)).")
            return clients
        }
        return makeDo(with: former, clients: clients, reason: SystemError("setrlimit").reason, log: log)
    }

    /// Goes as far as an unprivileged process may.
    private static func makeDo(with former: rlim_t, clients: Int, reason: String, log: Log) -> Int {
        let needed = clients + reserve
        var limit = rlimit()
        var best = former
        if unsafe getrlimit(resource, &limit) == 0, limit.rlim_max > former {
            limit.rlim_cur = limit.rlim_max
            if unsafe setrlimit(resource, &limit) == 0 { best = min(limit.rlim_max, rlim_t(needed)) }
        }
        let room = Int(clamping: best) - reserve
        guard room < clients else { return clients }
        guard room > 0 else {
            log.write(
                .warning,
                "Your current 'ulimit -n' of \(former) is not enough for the server to start. Please increase your open file limit to at least \(needed). Exiting."
            )
            return 0
        }
        log.write(
            .warning, "You requested maxclients of \(clients) requiring at least \(needed) max file descriptors.")
        log.write(.warning, "Server can't set maximum open files to \(needed) because of OS error: \(reason).")
        log.write(
            .warning,
            "Current maximum open files is \(best). maxclients has been reduced to \(room) to compensate for low ulimit. If you need higher maxclients increase 'ulimit -n'."
        )
        return room
    }
}
