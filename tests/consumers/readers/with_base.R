# Loads every table with R alone. A table `types.csv` in the last folder says the type of each column.
arguments <- commandArgs(trailingOnly = TRUE)
package <- arguments[2]; out <- arguments[4]
classes <- c(string = "character", integer = "integer", number = "numeric", boolean = "logical", date = "Date")
said <- read.csv(file.path(out, "types.csv"), colClasses = "character")
for (path in unique(said$path)) {
  types <- said$type[said$path == path]
  frame <- read.csv(file.path(package, path), colClasses = unname(classes[types]), na.strings = "", encoding = "UTF-8", check.names = FALSE)
  facts <- data.frame(column = names(frame), type = sapply(frame, function(one) class(one)[1]), nulls = sapply(frame, function(one) sum(is.na(one))))
  write.csv(facts, file.path(out, paste0(basename(path), ".facts")), row.names = FALSE)
  for (name in names(frame)[types == "boolean"]) frame[[name]] <- tolower(as.character(frame[[name]]))
  write.csv(frame, file.path(out, basename(path)), row.names = FALSE, na = "", fileEncoding = "UTF-8")
}
