// Poller on Linux: an epoll set of the server's own. Level-triggered, so that nothing is lost when a turn leaves something unread.
//
// Why it is unsafe inside: the kernel fills an array of events. Why that is sound: the one array is owned here, the kernel is told
// its size, and only the events of the last harvest can be read.

#if canImport(Glibc)
    import CLinux
    import Glibc

    /// What waits for sockets: register descriptors under a token, harvest the tokens that are ready.
    @safe
    final class Poller {
        /// One descriptor's readiness.
        struct Event {
            let token: UInt64
            /// There is something to read, an end or an error included.
            let isReadable: Bool
            let isWritable: Bool
        }

        static let name = "epoll"
        private static let batch = 512

        /// The set itself, which is readable whenever a descriptor in it is ready.
        let descriptor: Int32
        private var owner: Descriptor?
        private let events: UnsafeMutablePointer<epoll_event>
        private var harvested = 0

        init() throws(SystemError) {
            let set = try Descriptor(epoll_create1(Int32(EPOLL_CLOEXEC)), from: "epoll_create1")
            descriptor = set.number
            owner = consume set
            unsafe events = .allocate(capacity: Poller.batch)
        }

        deinit { unsafe events.deallocate() }

        /// Closes the set, once nobody else watches it. Nothing is ready any more.
        func close() { owner = nil }

        /// Watches a descriptor for something to read.
        func add(_ descriptor: Int32, token: UInt64) throws(SystemError) {
            try control(EPOLL_CTL_ADD, descriptor, token, EPOLLIN.rawValue)
        }

        /// Changes what a descriptor is watched for.
        func watch(_ descriptor: Int32, token: UInt64, reading: Bool, writing: Bool) throws(SystemError) {
            let mask = (reading ? EPOLLIN.rawValue : 0) | (writing ? EPOLLOUT.rawValue : 0)
            try control(EPOLL_CTL_MOD, descriptor, token, mask)
        }

        /// Forgets a descriptor. One that is closed is forgotten without this.
        func remove(_ descriptor: Int32) {
            try? control(EPOLL_CTL_DEL, descriptor, 0, 0)
        }

        private func control(
            _ operation: Int32, _ descriptor: Int32, _ token: UInt64, _ mask: UInt32
        ) throws(SystemError) {
            var event = unsafe epoll_event()
            unsafe event.events = mask
            unsafe event.data.u64 = token
            guard unsafe epoll_ctl(self.descriptor, operation, descriptor, &event) == 0 else {
                throw SystemError("epoll_ctl")
            }
        }

        /// Waits until something is ready, `microseconds` at most, and returns how many events there are.
        func wait(microseconds: Int64) -> Int {
            let count = Int32(Poller.batch)
            var result: Int32
            if microseconds > 0, microseconds < 1000 {
                result = unsafe wait_for_events(descriptor, events, count, Int(microseconds) * 1000)
                // An older kernel waits for whole milliseconds only: rather too short than too long.
                if result < 0, errno == ENOSYS { result = unsafe epoll_wait(descriptor, events, count, 0) }
            } else {
                result = unsafe epoll_wait(descriptor, events, count, Int32(clamping: microseconds / 1000))
            }
            harvested = max(0, Int(result))
            return harvested
        }

        /// An event of the last harvest.
        subscript(index: Int) -> Event {
            precondition(index < harvested)
            let event = unsafe events[index]
            return unsafe Event(
                token: event.data.u64,
                isReadable: event.events & (EPOLLIN.rawValue | EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0,
                isWritable: event.events & EPOLLOUT.rawValue != 0)
        }
    }
#endif
