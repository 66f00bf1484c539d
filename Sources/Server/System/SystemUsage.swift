// SystemUsage: what the system and the allocator tell of this process, for INFO.
//
// Why it is unsafe inside: the C library fills structures by pointer. Why that is sound: each is a local variable of the call's own
// type.

import UnderstudyEngine

#if canImport(Glibc)
    import CLinux
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The process's memory and time.
enum SystemUsage {
    static func read() -> HostUsage {
        var usage = HostUsage()
        usage.allocatedMemory = allocatedMemory
        usage.residentMemory = residentMemory
        usage.systemMemory = sysconf(Int32(_SC_PHYS_PAGES)) * pageSize
        (usage.userTime, usage.systemTime) = times(of: own)
        (usage.childrenUserTime, usage.childrenSystemTime) = times(of: children)
        (usage.mainThreadUserTime, usage.mainThreadSystemTime) = times(of: thread)
        return usage
    }

    private static var pageSize: Int { sysconf(Int32(_SC_PAGESIZE)) }

    #if canImport(Glibc)
        private static let own = RUSAGE_SELF.rawValue
        private static let children = RUSAGE_CHILDREN.rawValue
        private static let thread = usage_of_thread

        static var allocatedMemory: Int {
            let information = mallinfo2()
            return Int(information.uordblks + information.hblkhd)
        }

        private static var residentMemory: Int {
            guard let content = try? File.read("/proc/self/statm") else { return 0 }
            let fields = content.split(separator: UInt8(ascii: " "))
            guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return 0 }
            return pages * pageSize
        }
    #else
        private static let own = RUSAGE_SELF
        private static let children = RUSAGE_CHILDREN
        /// A thread's own times are not to be had here: the process's stand in.
        private static let thread = RUSAGE_SELF

        static var allocatedMemory: Int {
            var statistics = malloc_statistics_t()
            unsafe malloc_zone_statistics(nil, &statistics)
            return Int(statistics.size_in_use)
        }

        private static var residentMemory: Int {
            var usage = rusage()
            // Bytes on Darwin, and the greatest so far.
            return unsafe getrusage(own, &usage) == 0 ? usage.ru_maxrss : 0
        }
    #endif

    /// Gives what the allocator holds and nobody uses back to the system. Takes time with the number of free pieces.
    static func trimMemory() {
        #if canImport(Glibc)
            malloc_trim(0)
        #else
            unsafe malloc_zone_pressure_relief(nil, 0)
        #endif
    }

    /// User and system time, seconds.
    private static func times(of who: Int32) -> (user: Double, system: Double) {
        var usage = rusage()
        guard unsafe getrusage(who, &usage) == 0 else { return (0, 0) }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return (seconds(usage.ru_utime), seconds(usage.ru_stime))
    }

    /// System, release and machine: `Linux 6.1.0 x86_64`.
    static var operatingSystem: String {
        var name = utsname()
        guard unsafe uname(&name) == 0 else { return "" }
        func text<Field>(_ field: Field) -> String {
            unsafe withUnsafeBytes(of: field) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return "\(text(name.sysname)) \(text(name.release)) \(text(name.machine))"
    }
}
