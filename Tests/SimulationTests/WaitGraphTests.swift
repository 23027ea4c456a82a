import MemoryModel
import Simulation
import Testing

@Suite("Who waits for whom") struct WaitGraphTests {
  private let mmap = LockID.mmap(Bench.mm)
  private let first = LockID.iMmap(Bench.file)
  private let second = LockID.iMmap(FileID(1))

  private func graph(_ changes: Change...) -> WaitGraph {
    var bench = Bench()
    bench.apply(changes)
    return WaitGraph(bench.state)
  }

  @Test("A task that wants what it holds is a ring of one")
  func one() {
    let graph = graph(
      .lock(first, .acquired, .write, Bench.mapper), .lock(first, .waits, .write, Bench.mapper))
    #expect(graph.ring(from: Bench.mapper) == [Bench.mapper])
  }

  @Test("Two tasks that want what the other holds are a ring of two")
  func two() {
    let graph = graph(
      .lock(first, .acquired, .write, Bench.mapper), .lock(mmap, .acquired, .write, Bench.other),
      .lock(mmap, .waits, .write, Bench.mapper), .lock(first, .waits, .read, Bench.other))
    #expect(graph.ring(from: Bench.other) == [Bench.other, Bench.mapper])
    #expect(graph.ring(from: Bench.mapper) == [Bench.mapper, Bench.other])
  }

  @Test("A ring of three is found from each of them")
  func three() {
    let graph = graph(
      .lock(mmap, .acquired, .write, Bench.mapper), .lock(first, .acquired, .write, Bench.other),
      .lock(second, .acquired, .write, Bench.third), .lock(first, .waits, .write, Bench.mapper),
      .lock(second, .waits, .write, Bench.other), .lock(mmap, .waits, .read, Bench.third))
    #expect(graph.ring(from: Bench.third) == [Bench.third, Bench.mapper, Bench.other])
    #expect(graph.ring(from: Bench.other)?.count == 3)
  }

  @Test("Waiting for a task that runs is no ring")
  func chain() {
    let graph = graph(
      .lock(first, .acquired, .write, Bench.mapper), .lock(first, .waits, .read, Bench.other),
      .lock(first, .waits, .write, Bench.third))
    #expect(graph.ring(from: Bench.other) == nil)
    #expect(graph.blockers(of: Bench.other) == [Bench.mapper])
    #expect(graph.blockers(of: Bench.third) == [Bench.mapper, Bench.other])
    #expect(graph.blockers(of: Bench.mapper).isEmpty)
  }

  @Test("A reader that asks again while a writer waits in front waits for itself through the writer")
  func readerBehindWriter() {
    let graph = graph(
      .lock(first, .acquired, .read, Bench.mapper), .lock(first, .waits, .write, Bench.other),
      .lock(first, .waits, .read, Bench.mapper))
    #expect(graph.blockers(of: Bench.mapper) == [Bench.other])
    #expect(graph.ring(from: Bench.mapper) == [Bench.mapper, Bench.other])
  }

  @Test("Readers do not wait for readers")
  func readers() {
    let graph = graph(
      .lock(first, .acquired, .write, Bench.mapper), .lock(first, .waits, .read, Bench.other),
      .lock(first, .waits, .read, Bench.third))
    #expect(graph.blockers(of: Bench.third) == [Bench.mapper])
  }

  @Test("Who marks a VMA for writing waits for its readers")
  func vmaReaders() {
    var bench = Bench.mapped()
    bench.apply([
      .vma(Bench.vma, .reader(Bench.third, true)), .vma(Bench.vma, .reader(Bench.other, true)),
      .lock(.vma(Bench.vma), .waits, .write, Bench.mapper),
    ])
    #expect(WaitGraph(bench.state).blockers(of: Bench.mapper) == [Bench.other, Bench.third])
    bench.apply([
      .lock(mmap, .acquired, .write, Bench.mapper), .lock(mmap, .waits, .read, Bench.other),
      .lock(.vma(Bench.vma), .waits, .write, Bench.mapper),
    ])
    #expect(WaitGraph(bench.state).ring(from: Bench.mapper) == [Bench.mapper, Bench.other])
  }
}
