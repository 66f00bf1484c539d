// Poller on Darwin: a kqueue of the server's own, with the shape of the epoll set on Linux.
//
// Why it is unsafe inside: the kernel fills an array of events, and a token travels as the event's pointer. Why that is sound: the
// one array is owned here, the kernel is told its size, only the events of the last harvest can be read, and the pointer is never
// followed.

#if canImport(Darwin)
    import Darwin

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

        static let name = "kqueue"
        private static let batch = 512

        /// The queue itself, which is readable whenever a descriptor in it is ready.
        let descriptor: Int32
        private var owner: Descriptor?
        private let events: UnsafeMutablePointer<kevent>
        private var harvested = 0

        init() throws(SystemError) {
            let queue = try Descriptor(kqueue(), from: "kqueue")
            descriptor = queue.number
            owner = consume queue
            unsafe events = .allocate(capacity: Poller.batch)
        }

        deinit { unsafe events.deallocate() }

        /// Closes the queue, once nobody else watches it. Nothing is ready any more.
        func close() { owner = nil }

        /// Watches a descriptor for something to read.
        func add(_ descriptor: Int32, token: UInt64) throws(SystemError) {
            try change(descriptor, EVFILT_READ, EV_ADD, token)
        }

        /// Changes what a descriptor is watched for.
        func watch(_ descriptor: Int32, token: UInt64, reading: Bool, writing: Bool) throws(SystemError) {
            try change(descriptor, EVFILT_READ, reading ? EV_ADD : EV_DELETE, token)
            try change(descriptor, EVFILT_WRITE, writing ? EV_ADD : EV_DELETE, token)
        }

        /// Forgets a descriptor. One that is closed is forgotten without this.
        func remove(_ descriptor: Int32) {
            try? watch(descriptor, token: 0, reading: false, writing: false)
        }

        private func change(
            _ descriptor: Int32, _ filter: Int32, _ action: Int32, _ token: UInt64
        ) throws(SystemError) {
            var event = unsafe kevent(
                ident: UInt(descriptor), filter: Int16(filter), flags: UInt16(action), fflags: 0, data: 0,
                udata: UnsafeMutableRawPointer(bitPattern: UInt(token)))
            let result = unsafe kevent(self.descriptor, &event, 1, nil, 0, nil)
            // What was not watched need not be removed.
            guard result == 0 || action == EV_DELETE && errno == ENOENT else { throw SystemError("kevent") }
        }

        /// Waits until something is ready, `microseconds` at most, and returns how many events there are.
        func wait(microseconds: Int64) -> Int {
            var limit = timespec(
                tv_sec: Int(microseconds / 1_000_000), tv_nsec: Int(microseconds % 1_000_000) * 1000)
            harvested = max(0, Int(unsafe kevent(self.descriptor, nil, 0, events, Int32(Poller.batch), &limit)))
            return harvested
        }

        /// An event of the last harvest.
        subscript(index: Int) -> Event {
            precondition(index < harvested)
            let event = unsafe events[index]
            return unsafe Event(
                token: UInt64(UInt(bitPattern: event.udata)), isReadable: event.filter == Int16(EVFILT_READ),
                isWritable: event.filter == Int16(EVFILT_WRITE))
        }
    }
#endif
