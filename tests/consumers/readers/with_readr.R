# Loads every table with readr. A table `types.csv` in the last folder says the type of each column.
suppressMessages(library(readr))
arguments <- commandArgs(trailingOnly = TRUE)
package <- arguments[2]; out <- arguments[4]
letters <- c(string = "c", integer = "i", number = "d", boolean = "l", date = "D")
said <- read_csv(file.path(out, "types.csv"), col_types = "ccc")
for (path in unique(said$path)) {
  types <- said$type[said$path == path]
  frame <- read_csv(file.path(package, path), col_types = paste(letters[types], collapse = ""), na = "", progress = FALSE, trim_ws = FALSE)
  stopifnot(nrow(problems(frame)) == 0)
  facts <- data.frame(column = names(frame), type = sapply(frame, function(one) class(one)[1]), nulls = sapply(frame, function(one) sum(is.na(one))))
  write_csv(facts, file.path(out, paste0(basename(path), ".facts")))
  for (name in names(frame)[types == "boolean"]) frame[[name]] <- tolower(as.character(frame[[name]]))
  write_csv(frame, file.path(out, basename(path)), na = "")
}
