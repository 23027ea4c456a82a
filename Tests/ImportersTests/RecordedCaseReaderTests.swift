import Importers
import MemoryModel
import Testing

@Suite("The small readers of a recorded case") struct RecordedCaseReaderTests {
  @Test("The text of a call")
  func call() throws {
    let call = try #require(
      RecordedCall("mmap(0x1000, 8192, PROT_READ|PROT_EXEC, MAP_SHARED|MAP_FIXED_NOREPLACE, 4, 0xb8000)"))
    #expect(call.range == AddressRange(VirtualAddress(0x1000), pages: 2))
    #expect(call.protection == [.read, .execute])
    #expect(call.isShared && call.isFixedNoReplace && call.offset == 0xb8000)
  }

  @Test("Where no address is named it is read from what the call gave")
  func chosen() throws {
    let call = try #require(
      RecordedCall("mmap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_LOCKED, -1, 0)"))
    #expect(call.address == 0 && call.flags.contains("MAP_ANONYMOUS") && call.isLocked && !call.growsDown)
    #expect(call.range(returned: "0x7000").start == VirtualAddress(0x7000))
  }

  @Test(
    "What is no such call is nil",
    arguments: ["", "munmap(0x1000, 8192)", "mmap(nowhere, 1, PROT_READ, MAP_SHARED, 4, 0)", "mmap(1, 2, 3)"])
  func noCall(text: String) { #expect(RecordedCall(text) == nil) }

  @Test("VmFlags of the VMA that covers an address")
  func flags() throws {
    let bytes = try Recordings.bytes("7.1/stack_remap.smaps.txt")
    let start = VirtualAddress(0x1000_0000_0000)
    let codes = ["rd", "wr", "sh", "mr", "mw", "me", "ms", "pf", "io", "de", "dd", "sd"]
    #expect(VmFlagsReader.read(bytes, at: start) == codes)
    #expect(VmFlagsReader.read(bytes, at: start.advanced(byPages: 3)) == codes)
    #expect(VmFlagsReader.read(bytes, at: start.advanced(byPages: 4)) == nil)
    #expect(VmFlagsReader.read(Array("VmFlags: rd\n\nxyz\n".utf8), at: start) == nil)
  }

  @Test("Locks, write marks and stores of one call")
  func locks() throws {
    let log = LockLogReader.read(try Recordings.bytes("7.0/lab_remap_mixed.events.trace.txt"))
    #expect(log.showsTree)
    #expect(
      log.entries == [
        .taken(by: "down_write_killable", "0xff11000004467990"), .vmaMarked, .treeStored,
        .taken(by: "down_write", "0xff11000006442280"), .released("0xff11000006442280"),
        .taken(by: "down_write", "0xff11000006442280"), .released("0xff11000006442280"),
        .released("0xff11000004467990"),
      ])
  }

  @Test("What another task does meanwhile is not in the log of the one that maps")
  func lone() {
    let line = { (task: String, time: Int, rest: String) in "  \(task)  [000] ...1.  12.00\(time): \(rest)\n"
    }
    let taken = "lock_acquire: ff11 &mm->page_table_lock"
    let text =
      line("other-9", 0, taken) + line("vmlab-8", 1, "sys_mmap(addr: 0x0)") + line("vmlab-8", 2, taken)
      + line("other-9", 3, taken) + line("other-9", 4, "sys_mmap -> 0x0")
      + line("vmlab-8", 5, "lock_release: ff11 &mm->page_table_lock") + line("vmlab-8", 6, "sys_mmap -> 0x0")
      + line("vmlab-8", 7, taken)
    #expect(LockLogReader.read(Array(text.utf8)).entries == [.spinTaken, .spinReleased])
  }

  @Test("Any bytes are read without a trap", arguments: 0..<20)
  func anyBytes(seed: UInt64) throws {
    var random = Congruential(seed: seed)
    var bytes = try Recordings.bytes("7.0/lab_remap_mixed.events.trace.txt")
    for _ in 0..<200 {
      bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
    }
    _ = LockLogReader.read(bytes)
    _ = VmFlagsReader.read(bytes, at: VirtualAddress(0x1000_0000_0000))
  }
}
